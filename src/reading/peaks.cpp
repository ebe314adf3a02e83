#include "reading/peaks.h"

#include <algorithm>
#include <cmath>

namespace roentgen::reading {
namespace {

struct Grid {
  const float* values;
  int rows, columns;

  float at(int row, int column) const {
    return values[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                  static_cast<std::size_t>(column)];
  }

  bool is_top(int row, int column) const {
    const float own = at(row, column);
    for (int r = std::max(row - 1, 0); r <= std::min(row + 1, rows - 1); ++r)
      for (int c = std::max(column - 1, 0); c <= std::min(column + 1, columns - 1); ++c) {
        const bool before = r < row || (r == row && c < column);
        if (at(r, c) > own || (before && at(r, c) == own)) return false;
      }
    return true;
  }
};

}  // namespace

std::vector<Peak> peaks_of(const model::Output& scores, double least_score, std::size_t most) {
  const int channels = scores.shape.at(1);
  Grid grid{scores.values.data(), scores.shape.at(2), scores.shape.at(3)};
  std::vector<Peak> peaks;
  for (int channel = 0; channel < channels;
       ++channel, grid.values += static_cast<std::ptrdiff_t>(grid.rows) * grid.columns)
    for (int row = 0; row < grid.rows; ++row)
      for (int column = 0; column < grid.columns; ++column) {
        const double score = 1 / (1 + std::exp(-static_cast<double>(grid.at(row, column))));
        if (score >= least_score && grid.is_top(row, column)) peaks.push_back({channel, row, column, score});
      }
  std::ranges::stable_sort(peaks, std::ranges::greater{}, &Peak::score);
  if (peaks.size() > most) peaks.resize(most);
  return peaks;
}

}  // namespace roentgen::reading
