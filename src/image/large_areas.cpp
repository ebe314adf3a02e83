#include "image/large_areas.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>
#include <vector>

#include "base/simd.h"
#include "image/pyramid.h"

namespace roentgen::image {
namespace {

constexpr double kDeviation = 0.06;  // of the longer side
constexpr int kLargestSide = 64;     // of the copy on which areas are told
constexpr float kWhite = 65535;
constexpr float kNearby = 0.01F;  // of a Gaussian's weight inside the region: less is nothing

int longer_side(const Plane& plane) {
  return std::max(plane.rows, plane.columns);
}

// Sums along the rows of `plane` with the weights of a Gaussian; nothing lies beyond its ends.
Plane along_rows(const Plane& plane, double deviation) {
  const int reach = std::min(static_cast<int>(std::ceil(3 * deviation)), plane.columns - 1);
  std::vector<float> weights;
  for (int i = 0; i <= reach; ++i)
    weights.push_back(static_cast<float>(std::exp(-0.5 * i * i / (deviation * deviation))));
  Plane result{plane.rows, plane.columns, std::vector<float>(plane.samples.size())};
  for (int y = 0; y < plane.rows; ++y)
    for (int x = 0; x < plane.columns; ++x)
      for (int other = std::max(x - reach, 0); other <= std::min(x + reach, plane.columns - 1); ++other)
        result.at(y, x) += weights[static_cast<std::size_t>(std::abs(other - x))] * plane.at(y, other);
  return result;
}

Plane transposed(const Plane& plane) {
  Plane result{plane.columns, plane.rows, std::vector<float>(plane.samples.size())};
  for (int y = 0; y < plane.rows; ++y)
    for (int x = 0; x < plane.columns; ++x) result.at(x, y) = plane.at(y, x);
  return result;
}

Plane blurred(const Plane& plane, double deviation) {
  return transposed(along_rows(transposed(along_rows(plane, deviation)), deviation));
}

// 1 inside a region of `whole`, on its copy of another size; 0 outside.
Plane inside(const Box& region, const Plane& whole, const Plane& copy) {
  Plane result{copy.rows, copy.columns, std::vector<float>(copy.samples.size())};
  const auto holds = [](int at, int side, int side_of_whole, int from, int length) {
    const double place = (at + 0.5) * side_of_whole / side;
    return place >= from && place <= from + length;
  };
  for (int y = 0; y < copy.rows; ++y)
    for (int x = 0; x < copy.columns; ++x)
      if (holds(y, copy.rows, whole.rows, region.top, region.rows) &&
          holds(x, copy.columns, whole.columns, region.left, region.columns))
        result.at(y, x) = 1;
  return result;
}

Plane enlarged(const Plane& coarse, std::pair<int, int> size) {
  const auto [rows, columns] = size;
  Plane fine{rows, columns, {}};
  fine.samples.resize(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns));
  ExpandedRows expanded(coarse, columns);
  for (int y = 0; y < rows; ++y)
    expanded.row(y, std::span(fine.samples)
                        .subspan(static_cast<std::size_t>(y) * static_cast<std::size_t>(columns),
                                 static_cast<std::size_t>(columns)));
  return fine;
}

float between(float value, float low, float high) {
  return std::min(std::max(value, low), high);
}

// Moves every grey of a row by what the grey around it, `area`, moves by; see the header for its share.
ROENTGEN_SIMD void shift_row(float* __restrict grey, const float* __restrict area, float mean, float contrast,
                             int count) {
  for (int x = 0; x < count; ++x) {
    const float around = between(area[x], 1, kWhite - 1), change = (1 - contrast) * (mean - around);
    const float of_area = between(grey[x] / around, 0, 1), of_mean = between(grey[x] / mean, 0, 1);
    const float of_rest = between((kWhite - grey[x]) / (kWhite - around), 0, 1);
    grey[x] += std::min(change, 0.0F) * of_area + std::max(change, 0.0F) * (of_mean * of_rest);
  }
}

}  // namespace

LargeAreas::LargeAreas(std::span<const Plane> pyramid, const Box& region, float contrast)
    : contrast_(contrast) {
  if (contrast == 1) return;
  std::vector<std::pair<int, int>> sizes;  // of all planes finer than the copy
  std::size_t level = 0;
  for (; level + 1 < pyramid.size() && longer_side(pyramid[level]) > kLargestSide; ++level)
    sizes.emplace_back(pyramid[level].rows, pyramid[level].columns);
  Plane small = pyramid[level];
  while (longer_side(small) > kLargestSide) {
    sizes.emplace_back(small.rows, small.columns);
    small = reduce(small);
  }
  Plane weight = inside(region, pyramid[0], small), sum = small;
  for (std::size_t i = 0; i < sum.samples.size(); ++i) sum.samples[i] *= weight.samples[i];
  const float all = std::accumulate(weight.samples.begin(), weight.samples.end(), 0.0F);
  if (all > 0) mean_ = std::accumulate(sum.samples.begin(), sum.samples.end(), 0.0F) / all;

  const double deviation = kDeviation * longer_side(small);
  const float whole = static_cast<float>(2 * std::numbers::pi * deviation * deviation);
  weight = blurred(weight, deviation);
  sum = blurred(sum, deviation);
  for (std::size_t i = 0; i < sum.samples.size(); ++i)
    sum.samples[i] = weight.samples[i] > kNearby * whole ? sum.samples[i] / weight.samples[i] : mean_;
  areas_ = std::move(sum);
  for (; sizes.size() > 1; sizes.pop_back()) areas_ = enlarged(areas_, sizes.back());
  depth_ = static_cast<int>(sizes.size());
}

void LargeAreas::even_out(Plane& plane) const {
  if (contrast_ == 1 || mean_ <= 0 || mean_ >= kWhite) return;
  const auto columns = static_cast<std::size_t>(plane.columns);
  ExpandedRows expanded(areas_, plane.columns);
  std::vector<float> line(columns);
  for (int y = 0; y < plane.rows; ++y) {
    const auto at = static_cast<std::size_t>(y) * columns;
    if (depth_ > 0)
      expanded.row(y, line);
    else
      std::copy_n(areas_.samples.begin() + static_cast<std::ptrdiff_t>(at), columns, line.begin());
    shift_row(plane.samples.data() + at, line.data(), mean_, contrast_, plane.columns);
  }
}

}  // namespace roentgen::image
