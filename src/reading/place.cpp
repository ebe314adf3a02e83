#include "reading/place.h"

#include <algorithm>
#include <limits>

namespace roentgen::reading {
namespace {

constexpr double kBeyond = 0.05;  // share of the box's side

struct Extent {
  double left = std::numeric_limits<double>::infinity(), top = left, right = -left, bottom = -left;

  void add(const study::Point& point) {
    left = std::min(left, point.x), right = std::max(right, point.x);
    top = std::min(top, point.y), bottom = std::max(bottom, point.y);
  }
  bool holds(const study::Point& point) const {
    const double across = kBeyond * (right - left), down = kBeyond * (bottom - top);
    return point.x >= left - across && point.x <= right + across && point.y >= top - down &&
           point.y <= bottom + down;
  }
};

study::Point middle(const study::Region& region) {
  Extent extent;
  for (const study::Point& point : region.points) extent.add(point);
  return {(extent.left + extent.right) / 2, (extent.top + extent.bottom) / 2};
}

}  // namespace

std::vector<study::Remark> forget_places_outside(std::span<const study::Outline> outlines,
                                                 FindingsResult& result) {
  Extent chest;
  for (const study::Outline& outline : outlines)
    for (const auto& polygon : outline.polygons)
      for (const study::Point& point : polygon) chest.add(point);
  std::vector<study::Remark> remarks;
  if (chest.right < chest.left) return remarks;
  for (study::Finding& finding : result.findings) {
    if (finding.regions.empty() || chest.holds(middle(finding.regions.front()))) continue;
    finding.regions.clear();
    finding.heat_map = false;
    finding.heat_hit_rate.reset();
    std::erase_if(result.heat_maps, [&](const HeatMap& heat) { return heat.label == finding.label; });
    remarks.push_back(
        {"place_unknown", finding.title + ": what the network looked at lies outside the chest. No place is "
                                          "given, and the finding is to be doubted."});
  }
  return remarks;
}

void hide_unmeasured_places(FindingsResult& result) {
  for (study::Finding& finding : result.findings) {
    if (finding.heat_hit_rate || !finding.heat_map) continue;  // boxes of a detector need no heat map
    finding.heat_map = false;
    finding.regions.clear();
  }
  std::erase_if(result.heat_maps, [](const HeatMap& heat) { return !heat.hit_rate; });
}

}  // namespace roentgen::reading
