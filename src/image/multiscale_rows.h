// The hot loops of multiscale.cpp, one row at a time. Inside the room.
#pragma once

#include <array>
#include <cstdint>

namespace roentgen::image {

inline constexpr int kBands = 4;  // flat, along the row, along the column, crossing
inline constexpr int kPad = 8;    // samples before and behind each row of floats

// d = image - expanded.
void detail_of_words(const std::uint16_t* image, const float* expanded, float* detail, int count);
void detail_of_floats(const float* image, const float* expanded, float* detail, int count);

// Writes kPad mirrored samples on either side of row[0] … row[count - 1].
void mirror_ends(float* row, int count);

// Five rows of detail around the middle one, with mirrored ends, to the four bands of the middle row;
// `column` is room for count + 2 * kPad values.
void split(const float* const* five, float* column, const std::array<float*, kBands>& bands, int count);

// How strong a band is, is told for blocks of 2 x 2 pixels: from the sum of squares over the block and the
// eight around it. Rows of blocks have (count + 1) / 2 values.

// The mean square of every two neighbours of a band's row; for an odd count the last one's square alone.
void mean_squares(const float* band, float* blocks, int count);

// The two rows of a block together, and the sum of three such blocks along the row. `upper` is changed.
void three_blocks(float* upper, const float* lower, float* sums, int blocks);

// What becomes of the detail of one row.
struct BandGain {
  std::array<float, kBands> noise{};  // of the band, for white noise of variance 1 in the picture: variances
  float threshold = 0;                // noise variances that are taken off the strength
  float least = 0;
  float gain = 1;
  float knee = 1;  // variance
};
// A row of blocks: what each band of its pixels is multiplied with. sums[b]: the rows of three_blocks from
// the one above to the one below. `variance`: of the noise, per block. `strength`: room for `blocks` values.
void weigh(const std::array<std::array<const float*, 3>, kBands>& sums, const float* variance,
           const BandGain& gain, float* strength, const std::array<float*, kBands>& factors, int blocks);

// Adds the bands, each pixel times its block's factor, to `out`.
void add_detail(const std::array<const float*, kBands>& bands,
                const std::array<const float*, kBands>& factors, float* out, int count);

// Rounded and held to 0 … 65535.
void to_words(const float* in, std::uint16_t* out, int count);

}  // namespace roentgen::image
