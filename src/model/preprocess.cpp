#include "model/preprocess.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

#include "image/resample.h"

namespace roentgen::model {
namespace {

// One display value. Below it there is no picture, only the rounding of the averaging.
constexpr double kLeastContrast = 1;

// The rectangle of the network's input that the picture fills.
struct Placed {
  int rows, columns, top, left;
};

Placed placed(int rows, int columns, const InputSpec& spec) {
  if (spec.fit == Fit::stretch) return {spec.size, spec.size, 0, 0};
  const std::int64_t longest = std::max(rows, columns);
  const auto shrunk = [&](std::int64_t side) {  // rounded, at least one pixel
    return std::max(1, static_cast<int>((2 * side * spec.size + longest) / (2 * longest)));
  };
  const int to_rows = shrunk(rows), to_columns = shrunk(columns);
  return {to_rows, to_columns, (spec.size - to_rows) / 2, (spec.size - to_columns) / 2};
}

// Linear between the two neighbours in order, as NumPy's percentile does by default. Reorders `values`.
double percentile(std::vector<float>& values, double percent) {
  const double position = std::clamp(percent, 0.0, 100.0) / 100 * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::ptrdiff_t>(position);
  const auto at = values.begin() + below;
  std::nth_element(values.begin(), at, values.end());
  const double low = *at;
  if (at + 1 == values.end()) return low;
  const double high = *std::min_element(at + 1, values.end());
  return low + (position - static_cast<double>(below)) * (high - low);
}

}  // namespace

Placement place(int rows, int columns, const InputSpec& spec) {
  const Placed to = placed(rows, columns, spec);
  return {static_cast<double>(columns) / to.columns, static_cast<double>(rows) / to.rows,
          static_cast<double>(to.left), static_cast<double>(to.top)};
}

Prepared prepare(const image::Image& image, const InputSpec& spec) {
  assert(image.rows >= 1 && image.columns >= 1 && spec.size >= 1);
  const Placed to = placed(image.rows, image.columns, spec);
  const image::Plane picture = image::resample(image, to.rows, to.columns);
  std::vector<float> ordered = picture.samples;
  const double low = percentile(ordered, spec.low_percentile),
               high = percentile(ordered, spec.high_percentile);

  const auto side = static_cast<std::size_t>(spec.size);
  image::Plane input{spec.size, spec.size, std::vector<float>(side * side, -1.0F)};
  const double slope = high - low >= kLeastContrast ? 2 / (high - low) : 0;
  for (int y = 0; y < to.rows; ++y)
    for (int x = 0; x < to.columns; ++x) {
      const double value = (picture.at(y, x) - low) * slope - 1;
      input.at(y + to.top, x + to.left) = static_cast<float>(std::clamp(value, -1.0, 1.0));
    }
  return {std::move(input), place(image.rows, image.columns, spec)};
}

}  // namespace roentgen::model
