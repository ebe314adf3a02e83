#include "image/multiscale_rows.h"

#include <algorithm>

#include "base/simd.h"

namespace roentgen::image {

ROENTGEN_SIMD void detail_of_words(const std::uint16_t* __restrict image, const float* __restrict expanded,
                                   float* __restrict detail, int count) {
  for (int x = 0; x < count; ++x) detail[x] = static_cast<float>(image[x]) - expanded[x];
}

ROENTGEN_SIMD void detail_of_floats(const float* __restrict image, const float* __restrict expanded,
                                    float* __restrict detail, int count) {
  for (int x = 0; x < count; ++x) detail[x] = image[x] - expanded[x];
}

void mirror_ends(float* row, int count) {
  for (int i = 1; i <= kPad; ++i) {
    row[-i] = row[std::min(i, count - 1)];
    row[count - 1 + i] = row[std::max(count - 1 - i, 0)];
  }
}

namespace {

// 1 4 6 4 1 over sixteen.
inline float binomial(float a, float b, float c, float d, float e) {
  return 0.0625F * (a + e) + 0.25F * (b + d) + 0.375F * c;
}

ROENTGEN_SIMD void columns_of_five(const float* __restrict a, const float* __restrict b,
                                   const float* __restrict c, const float* __restrict d,
                                   const float* __restrict e, float* __restrict out, int count) {
  for (int x = 0; x < count; ++x) out[x] = binomial(a[x], b[x], c[x], d[x], e[x]);
}

ROENTGEN_SIMD void four_bands(const float* __restrict detail, const float* __restrict column,
                              float* __restrict flat, float* __restrict along_row,
                              float* __restrict along_column, float* __restrict crossing, int count) {
  for (int x = 0; x < count; ++x) {
    const float row = binomial(detail[x - 2], detail[x - 1], detail[x], detail[x + 1], detail[x + 2]);
    const float both = binomial(column[x - 2], column[x - 1], column[x], column[x + 1], column[x + 2]);
    flat[x] = both;
    along_row[x] = row - both;
    along_column[x] = column[x] - both;
    crossing[x] = (detail[x] - row) - (column[x] - both);
  }
}

}  // namespace

void split(const float* const* five, float* column, const std::array<float*, kBands>& bands, int count) {
  // The column sums are needed two samples beyond the ends, where the detail is mirrored already.
  float* sums = column + kPad;
  columns_of_five(five[0] - 2, five[1] - 2, five[2] - 2, five[3] - 2, five[4] - 2, sums - 2, count + 4);
  four_bands(five[2], sums, bands[0], bands[1], bands[2], bands[3], count);
}

ROENTGEN_SIMD void mean_squares(const float* __restrict band, float* __restrict blocks, int count) {
  for (int x = 0; x < count / 2; ++x)
    blocks[x] = 0.5F * (band[2 * x] * band[2 * x] + band[2 * x + 1] * band[2 * x + 1]);
  if (count % 2 != 0) blocks[count / 2] = band[count - 1] * band[count - 1];
}

namespace {

ROENTGEN_SIMD void add_to(float* __restrict sum, const float* __restrict other, int count) {
  for (int x = 0; x < count; ++x) sum[x] += other[x];
}

ROENTGEN_SIMD void sum_of_three(const float* __restrict in, float* __restrict out, int count) {
  for (int x = 0; x < count; ++x) out[x] = (in[x - 1] + in[x + 1]) + in[x];
}

constexpr float kShare = 1.0F / 18;  // nine blocks, each the sum of two means

// One band: its factors, and its strength above the noise, added to `strength`.
ROENTGEN_SIMD void shrink(const float* __restrict above_row, const float* __restrict row,
                          const float* __restrict below_row, const float* __restrict variance, float noise,
                          float threshold, float least, float* __restrict factors, float* __restrict strength,
                          int blocks) {
  for (int x = 0; x < blocks; ++x) {
    const float energy = kShare * ((above_row[x] + below_row[x]) + row[x]);
    const float of_noise = noise * variance[x];
    const float above = energy - of_noise;
    const float clear = energy - threshold * of_noise;
    const float factor = (clear > 0.0F ? clear : 0.0F) / (energy + 1e-6F);
    factors[x] = factor > least ? factor : least;
    strength[x] += above > 0.0F ? above : 0.0F;
  }
}

// Of weak detail much more than of strong: strength becomes the gain.
ROENTGEN_SIMD void gains_of(float* __restrict strength, float added, float knee, int blocks) {
  for (int x = 0; x < blocks; ++x) strength[x] = 1.0F + added * (knee / (knee + strength[x]));
}

ROENTGEN_SIMD void multiply(float* __restrict factors, const float* __restrict gains, int blocks) {
  for (int x = 0; x < blocks; ++x) factors[x] *= gains[x];
}

}  // namespace

void three_blocks(float* upper, const float* lower, float* sums, int blocks) {
  add_to(upper, lower, blocks);
  mirror_ends(upper, blocks);
  sum_of_three(upper, sums, blocks);
}

void weigh(const std::array<std::array<const float*, 3>, kBands>& sums, const float* variance,
           const BandGain& gain, float* strength, const std::array<float*, kBands>& factors, int blocks) {
  std::fill(strength, strength + blocks, 0.0F);
  for (std::size_t b = 0; b < kBands; ++b)
    shrink(sums[b][0], sums[b][1], sums[b][2], variance, gain.noise[b], gain.threshold, gain.least,
           factors[b], strength, blocks);
  if (gain.gain == 1.0F) return;
  gains_of(strength, gain.gain - 1.0F, gain.knee, blocks);
  for (float* row : factors) multiply(row, strength, blocks);
}

namespace {

ROENTGEN_SIMD void add_pairs(const float* __restrict b0, const float* __restrict b1,
                             const float* __restrict b2, const float* __restrict b3,
                             const float* __restrict f0, const float* __restrict f1,
                             const float* __restrict f2, const float* __restrict f3, float* __restrict out,
                             int pairs) {
  for (int x = 0; x < pairs; ++x) {
    out[2 * x] += (f0[x] * b0[2 * x] + f1[x] * b1[2 * x]) + (f2[x] * b2[2 * x] + f3[x] * b3[2 * x]);
    out[2 * x + 1] +=
        (f0[x] * b0[2 * x + 1] + f1[x] * b1[2 * x + 1]) + (f2[x] * b2[2 * x + 1] + f3[x] * b3[2 * x + 1]);
  }
}

}  // namespace

void add_detail(const std::array<const float*, kBands>& bands,
                const std::array<const float*, kBands>& factors, float* out, int count) {
  add_pairs(bands[0], bands[1], bands[2], bands[3], factors[0], factors[1], factors[2], factors[3], out,
            count / 2);
  if (count % 2 == 0) return;
  for (std::size_t b = 0; b < kBands; ++b) out[count - 1] += factors[b][count / 2] * bands[b][count - 1];
}

ROENTGEN_SIMD void to_words(const float* __restrict in, std::uint16_t* __restrict out, int count) {
  for (int x = 0; x < count; ++x) {
    float value = in[x] + 0.5F;
    value = value > 0.0F ? value : 0.0F;
    value = value < 65535.0F ? value : 65535.0F;
    out[x] = static_cast<std::uint16_t>(static_cast<int>(value));
  }
}

}  // namespace roentgen::image
