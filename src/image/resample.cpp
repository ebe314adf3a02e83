#include "image/resample.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <concepts>

#include "image/resample_shares.h"

namespace roentgen::image {
namespace {

// One axis of a separable resampling: target i is the sum over k of weights[i.begin + k] * source[i.first +
// k]; the weights of every target sum to 1.
struct Axis {
  struct Target {
    int first;
    int count;
    std::size_t begin;
  };
  std::vector<Target> targets;
  std::vector<float> weights;
};

// The share of every source pixel that lies under the target pixel: exact, since the borders are i * from /
// to.
Axis area_axis(int from, int to) {
  Axis axis;
  axis.targets.reserve(static_cast<std::size_t>(to));
  for (std::int64_t i = 0; i < to; ++i) {
    const std::int64_t low = i * from, high = low + from;  // in units of 1 / to source pixels
    const std::int64_t first = low / to, last = (high - 1) / to;
    axis.targets.push_back(
        {static_cast<int>(first), static_cast<int>(last - first + 1), axis.weights.size()});
    for (std::int64_t k = first; k <= last; ++k) {
      const std::int64_t share = std::min(high, (k + 1) * to) - std::max(low, k * to);
      axis.weights.push_back(static_cast<float>(static_cast<double>(share) / from));
    }
  }
  return axis;
}

// Pixel centres on pixel centres, the edge repeated outside.
Axis linear_axis(int from, int to) {
  Axis axis;
  axis.targets.reserve(static_cast<std::size_t>(to));
  for (int i = 0; i < to; ++i) {
    const double position = std::clamp((i + 0.5) * from / to - 0.5, 0.0, from - 1.0);
    const int first = std::min(static_cast<int>(position), std::max(from - 2, 0));
    const int count = std::min(2, from - first);
    const double right = position - first;
    axis.targets.push_back({first, count, axis.weights.size()});
    axis.weights.push_back(static_cast<float>(count == 2 ? 1 - right : 1));
    if (count == 2) axis.weights.push_back(static_cast<float>(right));
  }
  return axis;
}

Axis axis(int from, int to) {
  return to <= from ? area_axis(from, to) : linear_axis(from, to);
}

// Compiled a second time for processors that have AVX2: no other operations, only wider ones, so that the
// result is the same on every machine.
#if defined(__x86_64__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define ROENTGEN_WIDER __attribute__((target_clones("avx2", "default"), optimize("O3")))
#else
#define ROENTGEN_WIDER
#endif

ROENTGEN_WIDER void weigh(const std::uint16_t* from, float weight, float* to, int count) {
  for (int x = 0; x < count; ++x) to[x] = weight * static_cast<float>(from[x]);
}
ROENTGEN_WIDER void add_weighed(const std::uint16_t* from, float weight, float* to, int count) {
  for (int x = 0; x < count; ++x) to[x] += weight * static_cast<float>(from[x]);
}
ROENTGEN_WIDER void weigh(const float* from, float weight, float* to, int count) {
  for (int x = 0; x < count; ++x) to[x] = weight * from[x];
}
ROENTGEN_WIDER void add_weighed(const float* from, float weight, float* to, int count) {
  for (int x = 0; x < count; ++x) to[x] += weight * from[x];
}

// Down the columns first, one line of floats at a time, so that no float copy of the image is ever made.
template <class From, class Store>
void resample_into(const From* from, int rows, int columns, int to_rows, int to_columns, const Store& store) {
  assert(rows >= 1 && columns >= 1 && to_rows >= 1 && to_columns >= 1);
  const Axis vertical = axis(rows, to_rows), horizontal = axis(columns, to_columns);
  std::vector<float> line(static_cast<std::size_t>(columns));
  for (int y = 0; y < to_rows; ++y) {
    const auto& down = vertical.targets[static_cast<std::size_t>(y)];
    for (int k = 0; k < down.count; ++k) {
      const From* source =
          from + static_cast<std::size_t>(down.first + k) * static_cast<std::size_t>(columns);
      const float weight = vertical.weights[down.begin + static_cast<std::size_t>(k)];
      if (k == 0)
        weigh(source, weight, line.data(), columns);
      else
        add_weighed(source, weight, line.data(), columns);
    }
    if (to_columns > columns &&
        columns > 1) {  // two weights each: the usual way of enlarging, without a loop
      for (int x = 0; x < to_columns; ++x) {
        const auto first = static_cast<std::size_t>(horizontal.targets[static_cast<std::size_t>(x)].first);
        const float* weights = horizontal.weights.data() + 2 * static_cast<std::size_t>(x);
        store(y, x, weights[0] * line[first] + weights[1] * line[first + 1]);
      }
      continue;
    }
    for (int x = 0; x < to_columns; ++x) {
      const auto& across = horizontal.targets[static_cast<std::size_t>(x)];
      const float* weights = horizontal.weights.data() + across.begin;
      const float* source = line.data() + across.first;
      float sum = 0;
      for (int k = 0; k < across.count; ++k) sum += weights[k] * source[k];
      store(y, x, sum);
    }
  }
}

std::size_t area(int rows, int columns) {
  return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
}

template <class Raster>
Plane to_plane(const Raster& from, int rows, int columns) {
  Plane plane{rows, columns, std::vector<float>(area(rows, columns))};
  resample_into(from.samples.data(), from.rows, from.columns, rows, columns,
                [&](int y, int x, float value) { plane.at(y, x) = value; });
  return plane;
}

}  // namespace

Plane resample(const Image& image, int rows, int columns) {
  return to_plane(image, rows, columns);
}

Plane resample(const Plane& plane, int rows, int columns) {
  if (plane.rows == rows && plane.columns == columns) return plane;
  return to_plane(plane, rows, columns);
}

Mask resample_shares(const Plane& plane, int rows, int columns) {
  Mask shares{rows, columns, std::vector<std::uint8_t>(area(rows, columns))};
  std::uint8_t* out = shares.samples.data();
  resample_into(plane.samples.data(), plane.rows, plane.columns, rows, columns, [&](int, int, float value) {
    // So written that a NaN is 0.
    *out++ = static_cast<std::uint8_t>(value > 0 ? std::min(value, 1.0F) * 255.0F + 0.5F : 0.0F);
  });
  return shares;
}

Image resample_image(const Image& image, int rows, int columns) {
  if (image.rows == rows && image.columns == columns) return image;
  Image result{rows, columns, std::vector<std::uint16_t>(area(rows, columns))};
  resample_into(image.samples.data(), image.rows, image.columns, rows, columns,
                [&](int y, int x, float value) {
                  result.at(y, x) = static_cast<std::uint16_t>(std::clamp(value + 0.5F, 0.0F, 65535.0F));
                });
  return result;
}

Mask resample_nearest(const Mask& mask, int rows, int columns) {
  assert(mask.rows >= 1 && mask.columns >= 1 && rows >= 1 && columns >= 1);
  // the source pixel under the centre of the target pixel
  const auto under = [](int i, int from, int to) {
    return static_cast<int>((2 * std::int64_t{i} + 1) * from / (2 * std::int64_t{to}));
  };
  Mask result{rows, columns, std::vector<std::uint8_t>(area(rows, columns))};
  std::vector<int> column(static_cast<std::size_t>(columns));
  for (int x = 0; x < columns; ++x) column[static_cast<std::size_t>(x)] = under(x, mask.columns, columns);
  for (int y = 0; y < rows; ++y) {
    const int row = under(y, mask.rows, rows);
    for (int x = 0; x < columns; ++x) result.at(y, x) = mask.at(row, column[static_cast<std::size_t>(x)]);
  }
  return result;
}

}  // namespace roentgen::image
