#include "image/before_after.h"

#include <algorithm>
#include <cmath>

#include "image/draw.h"
#include "image/grey.h"
#include "image/resample.h"

namespace roentgen::image {
namespace {

constexpr int kGap = 8;
constexpr int kLargestSide = 4096;  // of either half
constexpr Colour kWhite{255, 255, 255};

Image at_height(const Image& image, int height) {
  if (image.rows == height) return image;
  const auto columns = std::lround(static_cast<double>(image.columns) * height / image.rows);
  return resample_image(image, height, std::clamp(static_cast<int>(columns), 1, kLargestSide));
}

void lay(const Image& image, Picture& picture, int left) {
  for (int y = 0; y < image.rows; ++y)
    for (int x = 0; x < image.columns; ++x) {
      const auto grey = narrow(image.at(y, x));
      std::uint8_t* pixel = picture.samples.data() +
                            3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.columns) +
                                 static_cast<std::size_t>(left + x));
      std::fill(pixel, pixel + 3, grey);
    }
}

}  // namespace

Picture before_after(const Image& before, const Image& after, int height) {
  const int rows = std::clamp(std::min(height, std::max(before.rows, after.rows)), 1, kLargestSide);
  const Image left = at_height(before, rows), right = at_height(after, rows);
  Picture picture{rows, left.columns + kGap + right.columns, {}};
  picture.samples.resize(
      3 * static_cast<std::size_t>(picture.rows) * static_cast<std::size_t>(picture.columns), 128);
  lay(left, picture, 0);
  lay(right, picture, left.columns + kGap);
  const int letters = std::clamp(rows / 40, 9, 40);
  draw_label(picture, {4, 4}, "before", kWhite, letters);
  draw_label(picture, {static_cast<double>(left.columns + kGap + 4), 4}, "after", kWhite, letters);
  return picture;
}

}  // namespace roentgen::image
