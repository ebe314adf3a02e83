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

ROENTGEN_SIMD void square(const float* __restrict in, float* __restrict out, int count) {
  for (int x = 0; x < count; ++x) out[x] = in[x] * in[x];
}

ROENTGEN_SIMD void sum_of_seven(const float* __restrict in, float* __restrict out, int count) {
  for (int x = 0; x < count; ++x)
    out[x] = ((in[x - 3] + in[x + 3]) + (in[x - 2] + in[x + 2])) + ((in[x - 1] + in[x + 1]) + in[x]);
}

}  // namespace

void split(const float* const* five, float* column, const std::array<float*, kBands>& bands, int count) {
  // The column sums are needed two samples beyond the ends, where the detail is mirrored already.
  float* sums = column + kPad;
  columns_of_five(five[0] - 2, five[1] - 2, five[2] - 2, five[3] - 2, five[4] - 2, sums - 2, count + 4);
  four_bands(five[2], sums, bands[0], bands[1], bands[2], bands[3], count);
}

void row_energy(const float* band, float* squares, float* energy, int count) {
  float* row = squares + kPad;
  square(band, row, count);
  mirror_ends(row, count);
  sum_of_seven(row, energy, count);
}

namespace {

constexpr float kShare = 1.0F / ((2 * kReach + 1) * (2 * kReach + 1));

// One band: shrinks it and adds it to `kept`, and the strength above the noise to `strength`.
ROENTGEN_SIMD void shrink(const float* __restrict band, const float* e0, const float* e1, const float* e2,
                          const float* e3, const float* e4, const float* e5, const float* e6,
                          const float* __restrict variance, float noise, float threshold, float least,
                          float* __restrict kept, float* __restrict strength, int count) {
  for (int x = 0; x < count; ++x) {
    const float energy = kShare * (((e0[x] + e6[x]) + (e1[x] + e5[x])) + ((e2[x] + e4[x]) + e3[x]));
    const float of_noise = noise * variance[x];
    const float above = energy - of_noise;
    const float clear = energy - threshold * of_noise;
    float factor = (clear > 0.0F ? clear : 0.0F) / (energy + 1e-6F);
    factor = factor > least ? factor : least;
    kept[x] += factor * band[x];
    strength[x] += above > 0.0F ? above : 0.0F;
  }
}

ROENTGEN_SIMD void amplify(const float* __restrict kept, const float* __restrict strength, float added,
                           float knee, float* __restrict out, int count) {
  for (int x = 0; x < count; ++x) out[x] += kept[x] * (1.0F + added * (knee / (knee + strength[x])));
}

ROENTGEN_SIMD void add(const float* __restrict kept, float* __restrict out, int count) {
  for (int x = 0; x < count; ++x) out[x] += kept[x];
}

constexpr int kPiece = 512;  // pixels at once, so that the sums stay in the first cache

}  // namespace

void add_detail(const std::array<const float*, kBands>& bands,
                const std::array<std::array<const float*, 2 * kReach + 1>, kBands>& energies,
                const float* variance, const BandGain& gain, float* out, int count) {
  alignas(64) float kept[kPiece];
  alignas(64) float strength[kPiece];
  for (int from = 0; from < count; from += kPiece) {
    const int n = std::min(kPiece, count - from);
    std::fill(kept, kept + n, 0.0F);
    std::fill(strength, strength + n, 0.0F);
    for (std::size_t b = 0; b < kBands; ++b) {
      const auto& e = energies[b];
      shrink(bands[b] + from, e[0] + from, e[1] + from, e[2] + from, e[3] + from, e[4] + from, e[5] + from,
             e[6] + from, variance + from, gain.noise[b], gain.threshold, gain.least, kept, strength, n);
    }
    if (gain.gain != 1.0F)
      amplify(kept, strength, gain.gain - 1.0F, gain.knee, out + from, n);
    else
      add(kept, out + from, n);
  }
}

ROENTGEN_SIMD void twice(const float* __restrict in, float* __restrict out, int count) {
  for (int x = 0; x < count / 2; ++x) {
    out[2 * x] = in[x];
    out[2 * x + 1] = in[x];
  }
  if (count % 2 != 0) out[count - 1] = in[count / 2];
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
