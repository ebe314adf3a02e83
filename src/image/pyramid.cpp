#include "image/pyramid.h"

#include <algorithm>

#include "base/simd.h"

namespace roentgen::image {
namespace {

// 1 4 6 4 1 down the columns, without the 1/16.
template <class Sample>
void column_sums(const Sample* a, const Sample* b, const Sample* c, const Sample* d, const Sample* e,
                 float* __restrict out, int count) {
  for (int x = 0; x < count; ++x)
    out[x] = (static_cast<float>(a[x]) + static_cast<float>(e[x])) +
             4.0F * (static_cast<float>(b[x]) + static_cast<float>(d[x])) + 6.0F * static_cast<float>(c[x]);
}

ROENTGEN_SIMD void columns_of_words(const std::uint16_t* const* rows, float* __restrict out, int count) {
  column_sums(rows[0], rows[1], rows[2], rows[3], rows[4], out, count);
}
ROENTGEN_SIMD void columns_of_floats(const float* const* rows, float* __restrict out, int count) {
  column_sums(rows[0], rows[1], rows[2], rows[3], rows[4], out, count);
}

// 1 4 6 4 1 along the row at every second sample; `in` begins two samples before the row.
ROENTGEN_SIMD void halve_row(const float* __restrict in, float* __restrict out, int count) {
  for (int x = 0; x < count; ++x)
    out[x] = ((in[2 * x] + in[2 * x + 4]) + 4.0F * (in[2 * x + 1] + in[2 * x + 3]) + 6.0F * in[2 * x + 2]) *
             (1.0F / 256.0F);
}

void sum(const std::uint16_t* const* rows, float* out, int count) {
  columns_of_words(rows, out, count);
}
void sum(const float* const* rows, float* out, int count) {
  columns_of_floats(rows, out, count);
}

template <class Source, class Sample>
Plane halved(const Source& source, const Sample* samples) {
  Plane half{(source.rows + 1) / 2, (source.columns + 1) / 2, {}};
  half.samples.reserve(static_cast<std::size_t>(half.rows) * static_cast<std::size_t>(half.columns));
  const int columns = source.columns;
  std::vector<float> line(static_cast<std::size_t>(columns) + 6), out(static_cast<std::size_t>(half.columns));
  for (int y = 0; y < half.rows; ++y) {
    const Sample* rows[5];
    for (int i = 0; i < 5; ++i) {
      const int row = std::clamp(2 * y + i - 2, 0, source.rows - 1);
      rows[i] = samples + static_cast<std::size_t>(row) * static_cast<std::size_t>(columns);
    }
    sum(rows, line.data() + 2, columns);
    line[0] = line[1] = line[2];
    const auto end = static_cast<std::size_t>(columns) + 2;
    std::fill(line.begin() + static_cast<std::ptrdiff_t>(end), line.end(), line[end - 1]);
    halve_row(line.data(), out.data(), half.columns);
    half.samples.insert(half.samples.end(), out.begin(), out.end());
  }
  return half;
}

ROENTGEN_SIMD void between_even(const float* above, const float* here, const float* below,
                                float* __restrict out, int count) {
  for (int x = 0; x < count; ++x) out[x] = 0.125F * (above[x] + below[x]) + 0.75F * here[x];
}

ROENTGEN_SIMD void between_odd(const float* here, const float* below, float* __restrict out, int count) {
  for (int x = 0; x < count; ++x) out[x] = 0.5F * (here[x] + below[x]);
}

// in[-1] and in[count] are there.
ROENTGEN_SIMD void widen_row(const float* __restrict in, float* __restrict out, int pairs) {
  for (int x = 0; x < pairs; ++x) {
    out[2 * x] = 0.125F * (in[x - 1] + in[x + 1]) + 0.75F * in[x];
    out[2 * x + 1] = 0.5F * (in[x] + in[x + 1]);
  }
}

}  // namespace

Plane reduce(const Image& image) {
  return halved(image, image.samples.data());
}

Plane reduce(const Plane& plane) {
  return halved(plane, plane.samples.data());
}

ExpandedRows::ExpandedRows(const Plane& coarse, int columns)
    : coarse_(coarse), columns_(columns), line_(static_cast<std::size_t>(coarse.columns) + 2) {}

void ExpandedRows::row(int y, std::span<float> out) {
  const int n = coarse_.columns;
  const auto at = [&](int row) {
    return coarse_.samples.data() +
           static_cast<std::size_t>(std::clamp(row, 0, coarse_.rows - 1)) * static_cast<std::size_t>(n);
  };
  float* line = line_.data() + 1;
  const int half = y / 2;
  if (y % 2 == 0)
    between_even(at(half - 1), at(half), at(half + 1), line, n);
  else
    between_odd(at(half), at(half + 1), line, n);
  line[-1] = line[0];
  line[n] = line[n - 1];
  widen_row(line, out.data(), columns_ / 2);
  if (columns_ % 2 != 0)
    out[static_cast<std::size_t>(columns_ - 1)] =
        0.125F * (line[n - 2 < 0 ? 0 : n - 2] + line[n]) + 0.75F * line[n - 1];
}

}  // namespace roentgen::image
