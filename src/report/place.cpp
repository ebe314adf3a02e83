#include "report/place.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "study/turn.h"

namespace roentgen::report {
namespace {

using study::Point;

constexpr const char* kMirrored = "mirrored";

const study::Outline* outline(const study::Reading& reading, const char* structure) {
  const auto found = std::ranges::find(reading.outlines, structure, &study::Outline::structure);
  return found != reading.outlines.end() && !found->polygons.empty() ? &*found : nullptr;
}

struct Box {
  double left = std::numeric_limits<double>::infinity(), top = left;
  double right = -left, bottom = -left;
  Point centre() const { return {(left + right) / 2, (top + bottom) / 2}; }
};

void include(Box& box, const Point& point) {
  box.left = std::min(box.left, point.x);
  box.right = std::max(box.right, point.x);
  box.top = std::min(box.top, point.y);
  box.bottom = std::max(box.bottom, point.y);
}

Box box_of(const study::Outline& outline) {
  Box box;
  for (const auto& polygon : outline.polygons)
    for (const Point& point : polygon) include(box, point);
  return box;
}

// Even-odd rule.
bool inside(const study::Outline& outline, const Point& p) {
  bool in = false;
  for (const auto& polygon : outline.polygons) {
    for (std::size_t i = 0, k = polygon.size() - 1; i < polygon.size(); k = i++) {
      const Point &a = polygon[i], &b = polygon[k];
      if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) in = !in;
    }
  }
  return in;
}

std::string zone(const char* side, const Box& lung, double y) {
  const double share = (y - lung.top) / (lung.bottom - lung.top);
  return std::string(side) + (share < 1.0 / 3 ? "_upper" : share < 2.0 / 3 ? "_middle" : "_lower");
}

struct Chest {
  const study::Outline *right, *left, *heart;
  Box right_box, left_box;
};

std::string place(const Chest& chest, const Point& p) {
  if (inside(*chest.right, p)) return zone("right", chest.right_box, p.y);
  if (inside(*chest.left, p)) return zone("left", chest.left_box, p.y);
  if (chest.heart && inside(*chest.heart, p)) return "heart";
  const double middle = (chest.right_box.centre().x + chest.left_box.centre().x) / 2;
  const bool with_right = (p.x < middle) == (chest.right_box.centre().x < middle);
  return with_right ? "right" : "left";
}

}  // namespace

std::vector<std::string> places(const study::Reading& stored, const study::Finding& finding) {
  if (finding.regions.empty()) return {};
  const auto mirrored = std::ranges::find(stored.gate.checks, kMirrored, &study::Check::name);
  if (mirrored != stored.gate.checks.end() && mirrored->outcome != study::Fitness::fit) return {};
  // Upright, so that up is up.
  study::Reading bare;
  bare.source = stored.source;
  bare.gate.correction = stored.gate.correction;
  bare.outlines = stored.outlines;
  bare.findings = {finding};
  const study::Reading reading = study::as_displayed(std::move(bare));
  Chest chest{
      outline(reading, "right_lung"), outline(reading, "left_lung"), outline(reading, "heart"), {}, {}};
  if (!chest.right || !chest.left) return {};
  chest.right_box = box_of(*chest.right);
  chest.left_box = box_of(*chest.left);

  std::vector<std::string> found;
  for (const study::Region& region : reading.findings.front().regions) {
    Box box;
    for (const Point& point : region.points) include(box, point);
    const std::string name = place(chest, box.centre());
    if (std::ranges::find(found, name) == found.end()) found.push_back(name);
  }
  return found;
}

}  // namespace roentgen::report
