#include "reading/found_boxes.h"

#include <algorithm>
#include <cmath>

#include "reading/peaks.h"

namespace roentgen::reading {
namespace {

// exp(6) cells: beyond any picture; keeps a wild network's numbers finite.
constexpr double kLargestExponent = 6;

// More peaks than boxes are wanted, because the suppression takes some away.
constexpr std::size_t kPeaksPerBox = 4;

}  // namespace

double overlap(const FoundBox& a, const FoundBox& b) {
  const double width = std::min(a.right, b.right) - std::max(a.left, b.left);
  const double height = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  const double both = width * height;
  return both / (a.area() + b.area() - both);
}

std::vector<FoundBox> found_boxes(const model::PlaceSpec& places, const model::Output& scores,
                                  const model::Output& boxes, double least_score, std::size_t most) {
  const int rows = boxes.shape.at(2), columns = boxes.shape.at(3);
  const auto plane = static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
  const double stride = places.stride;
  std::vector<FoundBox> kept;
  for (const Peak& peak : peaks_of(scores, least_score, most * kPeaksPerBox)) {
    const std::size_t cell = static_cast<std::size_t>(peak.row) * static_cast<std::size_t>(columns) +
                             static_cast<std::size_t>(peak.column);
    const auto distance = [&](std::size_t side) {
      const double value = boxes.values[side * plane + cell];
      return stride * std::exp(std::clamp(value, -kLargestExponent, kLargestExponent));
    };
    const double x = (peak.column + 0.5) * stride, y = (peak.row + 0.5) * stride;
    const FoundBox box{peak.channel,    peak.score,      x - distance(0),
                       y - distance(1), x + distance(2), y + distance(3)};
    const bool twice = std::ranges::any_of(kept, [&](const FoundBox& other) {
      return other.label == box.label && overlap(other, box) > places.most_overlap;
    });
    if (!twice) kept.push_back(box);
    if (kept.size() == most) break;
  }
  return kept;
}

std::vector<FoundBox> on_picture(std::span<const FoundBox> boxes, const model::Placement& placement,
                                 const Size& picture) {
  std::vector<FoundBox> placed;
  for (FoundBox box : boxes) {
    const auto x = [&](double value) {
      return std::clamp((value - placement.offset_x) * placement.scale_x, 0.0,
                        static_cast<double>(picture.columns));
    };
    const auto y = [&](double value) {
      return std::clamp((value - placement.offset_y) * placement.scale_y, 0.0,
                        static_cast<double>(picture.rows));
    };
    box.left = x(box.left);
    box.right = x(box.right);
    box.top = y(box.top);
    box.bottom = y(box.bottom);
    if (box.area() > 0) placed.push_back(box);
  }
  return placed;
}

}  // namespace roentgen::reading
