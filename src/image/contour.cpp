#include "image/contour.h"

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>

namespace roentgen::image {
namespace {

struct Step {
  int down, right;
};
constexpr std::array<Step, 8> kNeighbours{
    {{0, 1}, {1, 0}, {0, -1}, {-1, 0}, {1, 1}, {1, -1}, {-1, -1}, {-1, 1}}};

// Marks everything that `belongs` and is connected with `start` through the first `ways` neighbours; returns
// how much.
template <class Belongs>
std::int64_t flood(const Mask& mask, std::size_t start, std::size_t ways, std::vector<std::int32_t>& part,
                   std::int32_t number, const Belongs& belongs) {
  std::vector<std::size_t> open{start};
  part[start] = number;
  std::int64_t count = 0;
  while (!open.empty()) {
    const std::size_t here = open.back();
    open.pop_back();
    ++count;
    const int y = static_cast<int>(here / static_cast<std::size_t>(mask.columns));
    const int x = static_cast<int>(here % static_cast<std::size_t>(mask.columns));
    for (std::size_t i = 0; i < ways; ++i) {
      const int to_y = y + kNeighbours[i].down, to_x = x + kNeighbours[i].right;
      if (to_y < 0 || to_y >= mask.rows || to_x < 0 || to_x >= mask.columns) continue;
      const std::size_t to = static_cast<std::size_t>(to_y) * static_cast<std::size_t>(mask.columns) +
                             static_cast<std::size_t>(to_x);
      if (part[to] != 0 || !belongs(mask.samples[to])) continue;
      part[to] = number;
      open.push_back(to);
    }
  }
  return count;
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
  std::vector<std::uint8_t> only(mask.samples.size());
  std::transform(mask.samples.begin(), mask.samples.end(), only.begin(),
                 [&](std::uint8_t sample) { return static_cast<std::uint8_t>(sample == value ? 1 : 0); });
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
  std::vector<std::int32_t> part(mask.samples.size(), 0);
  std::int32_t parts = 0, largest = 0;
  std::int64_t most = 0;
  for (std::size_t i = 0; i < mask.samples.size(); ++i) {
    if (mask.samples[i] != value || part[i] != 0) continue;
    const std::int64_t count =
        flood(mask, i, 8, part, ++parts, [&](std::uint8_t sample) { return sample == value; });
    if (count > most) {
      most = count;
      largest = parts;
    }
  }
  Mask kept = mask;
  for (std::size_t i = 0; i < kept.samples.size(); ++i)
    if (kept.samples[i] == value && part[i] != largest) kept.samples[i] = 0;
  return kept;
}

Mask fill_holes(const Mask& mask, std::uint8_t value) {
  std::vector<std::int32_t> outside(mask.samples.size(), 0);
  const auto enter = [&](int y, int x) {
    const std::size_t at =
        static_cast<std::size_t>(y) * static_cast<std::size_t>(mask.columns) + static_cast<std::size_t>(x);
    if (outside[at] == 0 && mask.samples[at] != value)
      flood(mask, at, 4, outside, 1, [&](std::uint8_t sample) { return sample != value; });
  };
  for (int x = 0; x < mask.columns; ++x) {
    if (mask.rows == 0) break;
    enter(0, x);
    enter(mask.rows - 1, x);
  }
  for (int y = 0; y < mask.rows; ++y) {
    if (mask.columns == 0) break;
    enter(y, 0);
    enter(y, mask.columns - 1);
  }
  Mask filled = mask;
  for (std::size_t i = 0; i < filled.samples.size(); ++i)
    if (filled.samples[i] == 0 && outside[i] == 0) filled.samples[i] = value;
  return filled;
}

}  // namespace roentgen::image
