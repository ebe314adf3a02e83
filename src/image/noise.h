// How noisy a picture is, by grey value and by fineness, told from the picture alone.
#pragma once

#include <array>

#include "image/image.h"

namespace roentgen::image {

inline constexpr int kNoiseGreys = 64;  // steps of grey, from 0 to 65535
inline constexpr int kNoiseLevels = 3;  // of the pyramid that are looked at; coarser ones are like the last

// Standard deviations in display values: what white noise would have that looks as rough as the quietest
// parts of the picture do, at each level of its Gaussian pyramid (level 0: the picture itself).
struct NoiseProfile {
  std::array<float, kNoiseGreys>
      at_grey{};  // level 0, for grey values around (i + 0.5) * 65536 / kNoiseGreys
  std::array<float, kNoiseLevels> by_level{};  // level k, in shares of what white noise would have there
  float typical = 0;                           // level 0, at the commonest grey values

  float sigma(float grey) const;  // level 0; steps, not interpolated
};

// `half` and `quarter` are reduce(image) and reduce(half). Blocks that are all one value (painted borders)
// and those that touch black or white do not count. Nothing to measure: all zero.
//
// Per block the high-pass (identity minus 1 4 6 4 1, in both directions) keeps 0.5234 of white noise; the
// 5th percentile of its variance over the blocks of like grey is free of structure as long as a good part of
// them is flat, and is scaled to the mean a block of pure noise would have.
NoiseProfile measure_noise(const Image& image, const Plane& half, const Plane& quarter);

// The same noise at every grey and level.
NoiseProfile white_noise(float sigma);

}  // namespace roentgen::image
