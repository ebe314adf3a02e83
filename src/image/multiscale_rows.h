// The hot loops of multiscale.cpp, one row at a time. Inside the room.
#pragma once

#include <array>
#include <cstdint>

namespace roentgen::image {

inline constexpr int kBands = 4;  // flat, along the row, along the column, crossing
inline constexpr int kReach = 3;  // of the neighbourhood whose strength counts: 7 x 7 pixels
inline constexpr int kPad = 8;    // samples before and behind each row of floats

// d = image - expanded.
void detail_of_words(const std::uint16_t* image, const float* expanded, float* detail, int count);
void detail_of_floats(const float* image, const float* expanded, float* detail, int count);

// Writes kPad mirrored samples on either side of row[0] … row[count - 1].
void mirror_ends(float* row, int count);

// Five rows of detail around the middle one, with mirrored ends, to the four bands of the middle row;
// `column` is room for count + 2 * kPad values.
void split(const float* const* five, float* column, const std::array<float*, kBands>& bands, int count);

// Sums of squares over 7 neighbours along the row; `squares` is room for count + 2 * kPad values.
void row_energy(const float* band, float* squares, float* energy, int count);

// What becomes of the detail of one row.
struct BandGain {
  std::array<float, kBands> noise{};  // of the band, for white noise of variance 1 in the picture: variances
  float threshold = 0;                // noise variances that are taken off the strength
  float least = 0;
  float gain = 1;
  float knee = 1;  // variance
};
// energies[b][i]: the rows of row_energy from three above to three below. `variance`: of the noise, per
// pixel. Adds the new detail to `out`.
void add_detail(const std::array<const float*, kBands>& bands,
                const std::array<std::array<const float*, 2 * kReach + 1>, kBands>& energies,
                const float* variance, const BandGain& gain, float* out, int count);

// Every value twice.
void twice(const float* in, float* out, int count);

// Rounded and held to 0 … 65535.
void to_words(const float* in, std::uint16_t* out, int count);

}  // namespace roentgen::image
