#include "objects/polygon_mask.h"

#include <algorithm>
#include <cmath>

namespace roentgen::objects {
namespace {

// Coordinates of a reading have one decimal; a centre that lies this close to the border lies on it.
constexpr double kOnBorder = 1e-6;

class Filler {
 public:
  explicit Filler(image::Mask& mask) : mask_(mask) {}

  void fill(const std::vector<study::Point>& polygon) {
    crossings_.assign(static_cast<std::size_t>(mask_.rows), {});
    for (std::size_t i = 0; i < polygon.size(); ++i) edge(polygon[i], polygon[(i + 1) % polygon.size()]);
    for (int row = 0; row < mask_.rows; ++row) {
      auto& at = crossings_[static_cast<std::size_t>(row)];
      std::ranges::sort(at);
      for (std::size_t i = 0; i + 1 < at.size(); i += 2) span(row, at[i], at[i + 1]);
    }
  }

 private:
  void span(int row, double from, double to) {
    const double first = std::max(0.0, std::ceil(from - kOnBorder));
    const double last = std::min(mask_.columns - 1.0, std::floor(to + kOnBorder));
    if (first > last) return;
    std::uint8_t* const line = &mask_.at(row, 0);
    std::fill(line + static_cast<int>(first), line + static_cast<int>(last) + 1, std::uint8_t{1});
  }

  // The border itself, and where it crosses each row: a row through a vertex counts the edge below it only.
  void edge(study::Point a, study::Point b) {
    if (a.y > b.y) std::swap(a, b);
    const double first = std::max(0.0, std::ceil(a.y - kOnBorder));
    const double last = std::min(mask_.rows - 1.0, std::floor(b.y + kOnBorder));
    if (first > last) return;
    for (int row = static_cast<int>(first); row <= static_cast<int>(last); ++row) {
      if (b.y - a.y <= kOnBorder) {
        span(row, std::min(a.x, b.x), std::max(a.x, b.x));
        continue;
      }
      const double share = std::clamp((row - a.y) / (b.y - a.y), 0.0, 1.0);
      const double x = a.x + share * (b.x - a.x);
      span(row, x, x);
      if (row >= a.y && row < b.y) crossings_[static_cast<std::size_t>(row)].push_back(x);
    }
  }

  image::Mask& mask_;
  std::vector<std::vector<double>> crossings_;  // of each row
};

}  // namespace

image::Mask mask_of_polygons(std::span<const std::vector<study::Point>> polygons, int rows, int columns) {
  image::Mask mask{rows, columns, {}};
  mask.samples.assign(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns), 0);
  if (mask.samples.empty()) return mask;
  Filler filler(mask);
  for (const auto& polygon : polygons) {
    const bool finite = std::ranges::all_of(
        polygon, [](const study::Point& p) { return std::isfinite(p.x) && std::isfinite(p.y); });
    if (finite) filler.fill(polygon);
  }
  return mask;
}

}  // namespace roentgen::objects
