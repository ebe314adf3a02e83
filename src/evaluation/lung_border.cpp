#include "evaluation/lung_border.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

namespace roentgen::evaluation {
namespace {

constexpr int kNowhere = -1;

// By row, the column of the lung's outermost pixel.
std::vector<int> outer_edge(const image::Mask& lung, Flank outer) {
  std::vector<int> edge(static_cast<std::size_t>(lung.rows), kNowhere);
  for (int row = 0; row < lung.rows; ++row)
    for (int column = 0; column < lung.columns; ++column) {
      if (lung.at(row, column) == 0) continue;
      edge[static_cast<std::size_t>(row)] = column;
      if (outer == Flank::left) break;
    }
  return edge;
}

// The first row of each column that has a pixel, ascending.
std::vector<int> first_rows(const image::Mask& lung) {
  std::vector<int> rows;
  for (int column = 0; column < lung.columns; ++column)
    for (int row = 0; row < lung.rows; ++row)
      if (lung.at(row, column) != 0) {
        rows.push_back(row);
        break;
      }
  std::sort(rows.begin(), rows.end());
  return rows;
}

// Of an even number: the mean of the middle two.
double median(std::vector<double> values) {
  if (values.empty()) return kNoBorder;
  std::sort(values.begin(), values.end());
  return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

// How far the predicted lung reaches beyond the outlined one, in pixels, for each row that tells; none where
// too few rows are shared for their median to stand for the border.
std::vector<double> beyond(const image::Mask& predicted, const image::Mask& outlined, Flank outer) {
  const auto ours = outer_edge(predicted, outer), theirs = outer_edge(outlined, outer);
  std::vector<double> distances;
  std::size_t drawn = 0, shared = 0;
  for (std::size_t row = 0; row < theirs.size(); ++row) {
    if (theirs[row] == kNowhere) continue;
    ++drawn;
    if (ours[row] == kNowhere) continue;
    ++shared;
    if (theirs[row] == 0 || theirs[row] == outlined.columns - 1) continue;
    distances.push_back(outer == Flank::left ? theirs[row] - ours[row] : ours[row] - theirs[row]);
  }
  return 2 * shared < drawn ? std::vector<double>{} : distances;
}

// How much higher the predicted lung reaches, in pixels.
double above(const image::Mask& predicted, const image::Mask& outlined) {
  const auto ours = first_rows(predicted), theirs = first_rows(outlined);
  // As many columns in both: a lung that goes on behind the heart has more of them, and its highest third
  // would reach further down the slope.
  const auto apex = static_cast<std::ptrdiff_t>(std::min(ours.size(), theirs.size()) / 3);
  if (apex == 0 || theirs.front() == 0) return kNoBorder;
  const auto sum = [apex](const std::vector<int>& rows) {
    return std::accumulate(rows.begin(), rows.begin() + apex, 0.0);
  };
  return (sum(theirs) - sum(ours)) / static_cast<double>(apex);
}

image::Mask half_of(image::Mask mask, int middle, Flank flank) {
  for (int row = 0; row < mask.rows; ++row)
    for (int column = 0; column < mask.columns; ++column)
      if ((column <= middle) != (flank == Flank::left)) mask.at(row, column) = 0;
  return mask;
}

bool same_size(const image::Mask& a, const image::Mask& b) {
  return a.rows == b.rows && a.columns == b.columns && a.samples.size() == b.samples.size();
}

}  // namespace

Columns columns_of(const image::Mask& mask) {
  Columns found{.first = mask.columns, .last = -1};
  for (int row = 0; row < mask.rows; ++row)
    for (int column = 0; column < mask.columns; ++column)
      if (mask.at(row, column) != 0) {
        found.first = std::min(found.first, column);
        found.last = std::max(found.last, column);
      }
  return found.last < 0 ? Columns{} : found;
}

LungBorder lung_border(const image::Mask& predicted, const image::Mask& outlined, Flank outer,
                       int thorax_width) {
  if (!same_size(predicted, outlined) || thorax_width < 1) return {};
  const double percent = 100.0 / thorax_width;
  const auto distances = beyond(predicted, outlined, outer);
  auto sizes = distances;
  for (double& size : sizes) size = std::abs(size);
  const double higher = above(predicted, outlined);
  return {.lateral = median(sizes) * percent,
          .lateral_bias = median(distances) * percent,
          .upper = std::abs(higher) * percent,
          .upper_bias = higher * percent};
}

LungBorder lungs_border(const image::Mask& predicted, const image::Mask& outlined) {
  const Columns thorax = columns_of(outlined);
  const auto of_half = [&](Flank flank) {
    return lung_border(half_of(predicted, thorax.middle(), flank), half_of(outlined, thorax.middle(), flank),
                       flank, thorax.count());
  };
  const LungBorder left = of_half(Flank::left), right = of_half(Flank::right);
  return {.lateral = (left.lateral + right.lateral) / 2,
          .lateral_bias = (left.lateral_bias + right.lateral_bias) / 2,
          .upper = (left.upper + right.upper) / 2,
          .upper_bias = (left.upper_bias + right.upper_bias) / 2};
}

}  // namespace roentgen::evaluation
