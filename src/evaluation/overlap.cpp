#include "evaluation/overlap.h"

#include <array>
#include <limits>

namespace roentgen::evaluation {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::array<bool, 256> table_of(const std::set<int>& values) {
  std::array<bool, 256> table{};
  for (const int value : values)
    if (value >= 0 && value < 256) table[static_cast<std::size_t>(value)] = true;
  return table;
}

// Columns from the first to the last that has such a pixel; 0 if none has.
int width_of(const image::Mask& mask, const std::set<int>& values) {
  const auto wanted = table_of(values);
  int first = mask.columns, last = -1;
  for (int row = 0; row < mask.rows; ++row)
    for (int column = 0; column < mask.columns; ++column)
      if (wanted[mask.at(row, column)]) {
        if (column < first) first = column;
        if (column > last) last = column;
      }
  return last < first ? 0 : last - first + 1;
}

}  // namespace

double Overlap::dice() const {
  return predicted + outlined == 0
             ? kNone
             : 2.0 * static_cast<double>(both) / static_cast<double>(predicted + outlined);
}

double Overlap::jaccard() const {
  const std::size_t either = predicted + outlined - both;
  return either == 0 ? kNone : static_cast<double>(both) / static_cast<double>(either);
}

Overlap overlap(const image::Mask& predicted, const std::set<int>& predicted_values,
                const image::Mask& outlined, const std::set<int>& outlined_values,
                const std::set<int>& ignored) {
  const auto ours = table_of(predicted_values), theirs = table_of(outlined_values),
             skipped = table_of(ignored);
  Overlap counts;
  for (std::size_t i = 0; i < predicted.samples.size() && i < outlined.samples.size(); ++i) {
    if (skipped[outlined.samples[i]]) continue;
    const bool a = ours[predicted.samples[i]], b = theirs[outlined.samples[i]];
    counts.predicted += a ? 1 : 0;
    counts.outlined += b ? 1 : 0;
    counts.both += a && b ? 1 : 0;
  }
  return counts;
}

double cardiothoracic_ratio(const image::Mask& mask, const std::set<int>& lungs, const std::set<int>& heart) {
  const int field = width_of(mask, lungs), width = width_of(mask, heart);
  return field == 0 || width == 0 ? kNone : static_cast<double>(width) / field;
}

}  // namespace roentgen::evaluation
