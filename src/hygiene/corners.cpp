#include "hygiene/corners.h"

namespace roentgen::hygiene {
namespace {

using dataset::Landmark;

enum Corner : std::size_t { kUpperLeft, kUpperRight, kLowerLeft, kLowerRight };

// Above 0 where c lies clockwise of the way from a to b, as the picture shows it.
double side(const Landmark& a, const Landmark& b, const Landmark& c) {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

// Whether the lines from a to b and from c to d cross; that they touch is not enough.
bool cross(const Landmark& a, const Landmark& b, const Landmark& c, const Landmark& d) {
  const auto apart = [](double one, double other) {
    return (one < 0 && other > 0) || (one > 0 && other < 0);
  };
  return apart(side(a, b, c), side(a, b, d)) && apart(side(c, d, a), side(c, d, b));
}

double height_of_centre(const FourCorners& structure) {
  double sum = 0;
  for (const auto& corner : structure.corners) sum += corner.y;
  return sum / 4;
}

}  // namespace

std::vector<std::size_t> corners_among(const std::vector<std::string>& names) {
  // By halving: of thousands of names, asking for one structure more at a time takes too long.
  std::size_t known = 0, too_many = names.size() / 4 + 1;
  while (known + 1 < too_many) {
    const std::size_t middle = (known + too_many) / 2;
    (dataset::corner_order(names, middle) ? known : too_many) = middle;
  }
  return dataset::corner_order(names, known).value_or(std::vector<std::size_t>{});
}

std::vector<FourCorners> structures_of(const std::vector<std::string>& names,
                                       const std::vector<std::size_t>& order,
                                       const std::vector<Landmark>& points) {
  std::vector<FourCorners> structures(order.size() / 4);
  for (std::size_t v = 0; v < structures.size(); ++v) {
    const std::string& corner = names[order[4 * v]];
    structures[v].name = corner.substr(0, corner.rfind('_'));
    for (std::size_t k = 0; k < 4; ++k) structures[v].corners[k] = points[order[4 * v + k]];
  }
  return structures;
}

std::string fault_of(const FourCorners& structure) {
  const auto& c = structure.corners;
  if (cross(c[kUpperLeft], c[kUpperRight], c[kLowerLeft], c[kLowerRight]) ||
      cross(c[kUpperLeft], c[kLowerLeft], c[kUpperRight], c[kLowerRight]))
    return "the outline crosses itself";
  const bool right = c[kUpperRight].x + c[kLowerRight].x > c[kUpperLeft].x + c[kLowerLeft].x;
  const bool below = c[kLowerLeft].y + c[kLowerRight].y > c[kUpperLeft].y + c[kUpperRight].y;
  if (!right && !below) return "right is not right of left, lower is not below upper";
  if (!right) return "right is not right of left";
  if (!below) return "lower is not below upper";
  // Corners exchanged across the middle of a slanted shape: twice its area, negative where it runs backwards.
  const double area = side(c[kUpperLeft], c[kUpperRight], c[kLowerRight]) +
                      side(c[kUpperLeft], c[kLowerRight], c[kLowerLeft]);
  return area > 0 ? "" : "the corners run the wrong way round";
}

std::vector<std::size_t> out_of_order(std::span<const FourCorners> structures) {
  std::vector<std::size_t> found;
  for (std::size_t v = 1; v < structures.size(); ++v)
    if (height_of_centre(structures[v]) <= height_of_centre(structures[v - 1])) found.push_back(v);
  return found;
}

}  // namespace roentgen::hygiene
