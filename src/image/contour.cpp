#include "image/contour.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace roentgen::image {
namespace {

// The parts of a 0/1 mask, numbered from 1 in reading order (0: the background), and their sizes and boxes.
struct Parts {
  cv::Mat number;  // int
  cv::Mat facts;   // one row per part, columns as cv::ConnectedComponentsTypes
  int count = 0;   // with the background

  int fact(int part, int which) const { return facts.at<int>(part, which); }
};

Parts parts_of(std::vector<std::uint8_t>& chosen, const Mask& mask, int ways) {
  Parts parts;
  cv::Mat centres;
  // This algorithm goes pixel by pixel; the default one goes by blocks and numbers the parts in their order.
  parts.count =
      cv::connectedComponentsWithStats(cv::Mat(mask.rows, mask.columns, CV_8U, chosen.data()), parts.number,
                                       parts.facts, centres, ways, CV_32S, cv::CCL_SAUF);
  return parts;
}

template <class Belongs>
std::vector<std::uint8_t> choose(const Mask& mask, const Belongs& belongs) {
  std::vector<std::uint8_t> chosen(mask.samples.size());
  std::transform(mask.samples.begin(), mask.samples.end(), chosen.begin(),
                 [&](std::uint8_t sample) { return static_cast<std::uint8_t>(belongs(sample) ? 1 : 0); });
  return chosen;
}

}  // namespace

std::int64_t area(const Mask& mask, std::uint8_t value) {
  return std::count(mask.samples.begin(), mask.samples.end(), value);
}

std::optional<Box> bounding_box(const Mask& mask, std::uint8_t value) {
  int left = mask.columns, right = -1, top = mask.rows, bottom = -1;
  for (int y = 0; y < mask.rows; ++y)
    for (int x = 0; x < mask.columns; ++x) {
      if (mask.at(y, x) != value) continue;
      left = std::min(left, x), right = std::max(right, x);
      top = std::min(top, y), bottom = y;
    }
  if (right < 0) return std::nullopt;
  return Box{left, top, right - left + 1, bottom - top + 1};
}

std::vector<Polygon> outlines(const Mask& mask, std::uint8_t value) {
  if (mask.samples.empty()) return {};
  auto only = choose(mask, [&](std::uint8_t sample) { return sample == value; });
  std::vector<std::vector<cv::Point>> found;
  cv::findContours(cv::Mat(mask.rows, mask.columns, CV_8U, only.data()), found, cv::RETR_EXTERNAL,
                   cv::CHAIN_APPROX_SIMPLE);
  struct Ranked {
    double enclosed;
    cv::Point first;
    Polygon polygon;
  };
  std::vector<Ranked> ranked;
  for (const auto& contour : found) {
    Ranked one{cv::contourArea(contour), contour.front(), {}};
    for (const cv::Point& point : contour) {
      one.polygon.push_back({static_cast<double>(point.x), static_cast<double>(point.y)});
      if (std::pair(point.y, point.x) < std::pair(one.first.y, one.first.x)) one.first = point;
    }
    ranked.push_back(std::move(one));
  }
  std::sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) {
    return std::tuple(-a.enclosed, a.first.y, a.first.x) < std::tuple(-b.enclosed, b.first.y, b.first.x);
  });
  std::vector<Polygon> polygons;
  for (auto& one : ranked) polygons.push_back(std::move(one.polygon));
  return polygons;
}

Mask keep_largest_part(const Mask& mask, std::uint8_t value) {
  if (mask.samples.empty()) return mask;
  auto chosen = choose(mask, [&](std::uint8_t sample) { return sample == value; });
  const Parts parts = parts_of(chosen, mask, 8);
  int largest = 0, most = 0;
  for (int part = 1; part < parts.count; ++part)
    if (const int pixels = parts.fact(part, cv::CC_STAT_AREA); pixels > most) {
      most = pixels;
      largest = part;
    }
  Mask kept = mask;
  const auto* number = parts.number.ptr<int>();
  for (std::size_t i = 0; i < kept.samples.size(); ++i)
    if (chosen[i] != 0 && number[i] != largest) kept.samples[i] = 0;
  return kept;
}

Mask fill_holes(const Mask& mask, std::uint8_t value) {
  if (mask.samples.empty()) return mask;
  auto chosen = choose(mask, [&](std::uint8_t sample) { return sample != value; });
  const Parts parts = parts_of(chosen, mask, 4);
  std::vector<std::uint8_t> hole(static_cast<std::size_t>(parts.count), 0);
  for (int part = 1; part < parts.count; ++part) {
    const int left = parts.fact(part, cv::CC_STAT_LEFT), top = parts.fact(part, cv::CC_STAT_TOP);
    hole[static_cast<std::size_t>(part)] = left > 0 && top > 0 &&
                                           left + parts.fact(part, cv::CC_STAT_WIDTH) < mask.columns &&
                                           top + parts.fact(part, cv::CC_STAT_HEIGHT) < mask.rows;
  }
  Mask filled = mask;
  const auto* number = parts.number.ptr<int>();
  for (std::size_t i = 0; i < filled.samples.size(); ++i)
    if (filled.samples[i] == 0 && hole[static_cast<std::size_t>(number[i])] != 0) filled.samples[i] = value;
  return filled;
}

}  // namespace roentgen::image
