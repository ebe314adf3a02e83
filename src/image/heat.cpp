#include <algorithm>
#include <cassert>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "image/draw.h"
#include "image/resample.h"

namespace roentgen::image {
namespace {

constexpr int kDarkest = 64;  // of the map's 256 colours

// 256 colours; OpenCV keeps them blue first.
cv::Mat inferno() {
  cv::Mat index(1, 256, CV_8U), colours;
  for (int i = 0; i < 256; ++i) index.at<std::uint8_t>(0, i) = static_cast<std::uint8_t>(i);
  cv::applyColorMap(index, colours, cv::COLORMAP_INFERNO);
  return colours;
}

Colour pick(const cv::Mat& colours, double value) {
  const double clamped = value > 0 ? std::min(value, 1.0) : 0;  // so written that a NaN is no heat
  const int index = static_cast<int>(std::lround(kDarkest + clamped * (255 - kDarkest)));
  const auto& blue_first = colours.at<cv::Vec3b>(0, index);
  return {blue_first[2], blue_first[1], blue_first[0]};
}

}  // namespace

Colour heat_colour(double value) {
  return pick(inferno(), value);
}

void blend_heat(Picture& picture, const Plane& heat, double opacity) {
  assert(picture.rows >= 1 && picture.columns >= 1 && heat.rows >= 1 && heat.columns >= 1);
  const cv::Mat colours = inferno();
  const Plane whole = resample(heat, picture.rows, picture.columns);
  for (std::size_t i = 0; i < whole.samples.size(); ++i) {
    const double value = whole.samples[i];
    if (!(value > 0)) continue;
    const Colour colour = pick(colours, value);
    const double share = std::clamp(opacity * std::min(value, 1.0), 0.0, 1.0);
    for (std::size_t c = 0; c < 3; ++c) {
      std::uint8_t& sample = picture.samples[3 * i + c];
      sample = static_cast<std::uint8_t>(std::lround((1 - share) * sample + share * colour[c]));
    }
  }
}

}  // namespace roentgen::image
