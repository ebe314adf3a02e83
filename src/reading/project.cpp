#include "reading/project.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace roentgen::reading {
namespace {

struct Tap {  // two neighbouring samples and the share of the second
  std::size_t first = 0, second = 0;
  float share = 0;
};

// Where each of `count` target samples falls on the grid, along one axis.
std::vector<Tap> taps(int count, double picture_per_target, double scale, double offset, int grid,
                      int input_size) {
  std::vector<Tap> result(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    const double picture = (i + 0.5) * picture_per_target;  // measured from the picture's edge
    const double network = picture / scale + offset;
    const double position = std::clamp(network * grid / input_size - 0.5, 0.0, static_cast<double>(grid - 1));
    const auto first = static_cast<std::size_t>(position);
    result[static_cast<std::size_t>(i)] = {first, std::min(first + 1, static_cast<std::size_t>(grid - 1)),
                                           static_cast<float>(position - static_cast<double>(first))};
  }
  return result;
}

}  // namespace

Size working_size(const Size& picture, int longest) {
  const int side = std::max(picture.rows, picture.columns);
  if (side <= longest) return picture;
  const auto shrink = [&](int n) {
    return std::max(1, static_cast<int>(std::lround(static_cast<double>(n) * longest / side)));
  };
  return {shrink(picture.rows), shrink(picture.columns)};
}

Ratio picture_per_target(const Size& picture, const Size& target) {
  return {static_cast<double>(picture.columns) / target.columns,
          static_cast<double>(picture.rows) / target.rows};
}

image::Plane project(const NetworkPlane& plane, const model::Placement& placement, const Size& picture,
                     const Size& target) {
  const Ratio ratio = picture_per_target(picture, target);
  const auto across =
      taps(target.columns, ratio.x, placement.scale_x, placement.offset_x, plane.columns, plane.input_size);
  const auto down =
      taps(target.rows, ratio.y, placement.scale_y, placement.offset_y, plane.rows, plane.input_size);

  image::Plane result{target.rows, target.columns, {}};
  result.samples.reserve(static_cast<std::size_t>(target.rows) * static_cast<std::size_t>(target.columns));
  for (const Tap& y : down) {
    const float* upper = plane.values.data() + y.first * static_cast<std::size_t>(plane.columns);
    const float* lower = plane.values.data() + y.second * static_cast<std::size_t>(plane.columns);
    for (const Tap& x : across) {
      const float top = upper[x.first] + (upper[x.second] - upper[x.first]) * x.share;
      const float bottom = lower[x.first] + (lower[x.second] - lower[x.first]) * x.share;
      result.samples.push_back(top + (bottom - top) * y.share);
    }
  }
  return result;
}

}  // namespace roentgen::reading
