#include <cmath>

#include "image/resample.h"

namespace roentgen::image {
namespace {

// Calls visit(target index, source x, source y) for every target pixel, row after row.
template <class Visit>
void for_each_target(int rows, int columns, const Affine& m, const Visit& visit) {
  std::size_t index = 0;
  for (int y = 0; y < rows; ++y) {
    const double row_x = m[1] * y + m[2], row_y = m[4] * y + m[5];
    for (int x = 0; x < columns; ++x, ++index) visit(index, m[0] * x + row_x, m[3] * x + row_y);
  }
}

}  // namespace

Plane warp(const Plane& plane, const Affine& target_to_source, float outside) {
  Plane result{plane.rows, plane.columns, std::vector<float>(plane.samples.size(), outside)};
  const int rows = plane.rows, columns = plane.columns;
  const auto sample = [&](int y, int x) {
    return y >= 0 && y < rows && x >= 0 && x < columns ? plane.at(y, x) : outside;
  };
  for_each_target(rows, columns, target_to_source, [&](std::size_t index, double x, double y) {
    if (!(x > -1 && x < columns && y > -1 && y < rows)) return;  // so written that a NaN lies outside
    const int x0 = static_cast<int>(std::floor(x)), y0 = static_cast<int>(std::floor(y));
    const auto right = static_cast<float>(x - x0), below = static_cast<float>(y - y0);
    float a, b, c, d;
    if (x0 >= 0 && x0 + 1 < columns && y0 >= 0 && y0 + 1 < rows) {
      const float* from = plane.samples.data() +
                          static_cast<std::size_t>(y0) * static_cast<std::size_t>(columns) +
                          static_cast<std::size_t>(x0);
      a = from[0], b = from[1], c = from[columns], d = from[columns + 1];
    } else {
      a = sample(y0, x0), b = sample(y0, x0 + 1), c = sample(y0 + 1, x0), d = sample(y0 + 1, x0 + 1);
    }
    const float above_mix = a + right * (b - a), below_mix = c + right * (d - c);
    result.samples[index] = above_mix + below * (below_mix - above_mix);
  });
  return result;
}

Mask warp(const Mask& mask, const Affine& target_to_source) {
  Mask result{mask.rows, mask.columns, std::vector<std::uint8_t>(mask.samples.size(), 0)};
  for_each_target(mask.rows, mask.columns, target_to_source, [&](std::size_t index, double x, double y) {
    const double near_x = std::floor(x + 0.5), near_y = std::floor(y + 0.5);
    if (near_x >= 0 && near_x < mask.columns && near_y >= 0 && near_y < mask.rows)
      result.samples[index] = mask.at(static_cast<int>(near_y), static_cast<int>(near_x));
  });
  return result;
}

}  // namespace roentgen::image
