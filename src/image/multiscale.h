// Noise reduction and local contrast in one pass over a Laplacian pyramid.
//
// Each level's detail is split into four parts (flat, along rows, along columns, crossing) that add up to it.
// Each part is shrunk by a local Wiener factor (S. G. Chang, B. Yu, M. Vetterli, "Spatially adaptive wavelet
// thresholding", IEEE Trans. Image Processing 9 (2000); J. S. Lee, IEEE Trans. PAMI 2 (1980)): a part that is
// no stronger than noise goes, an edge stays. What remains is amplified the more the weaker it is, as
// multi-scale radiography processing does (P. Vuylsteke, E. Schoeters, "Multiscale image contrast
// amplification (MUSICA)", Proc. SPIE 2167 (1994)); here the gain follows the strength of the neighbourhood
// without its noise, so noise is not amplified with the detail. Large areas may be brought closer together
// (large_areas.h).
#pragma once

#include <array>

#include "image/contour.h"
#include "image/image.h"
#include "image/noise.h"

namespace roentgen::image {

inline constexpr int kMostLevels = 12;

struct MultiscaleSettings {
  int levels = 5;
  float denoise = 1;                      // 0: none, 1: full
  float least = 0;                        // this share of every detail stays, noise or not: 0 … 1
  std::array<float, kMostLevels> gain{};  // of weak detail, per level, 1: as it is
  float knee = 0;         // detail of this standard deviation (display values) gets half of (gain - 1)
  float large_areas = 1;  // contrast of large areas, see large_areas.h; 1: as it is
  Box region;             // inside the collimator: where large areas are told; empty: everywhere
};

// All gains 1: noise reduction alone.
MultiscaleSettings only_denoise();

// As many levels as leave at least 8 pixels on the shorter side, at most kMostLevels.
int levels_for(int rows, int columns);

// The sides must be at least kLeastSide, otherwise the image comes back as it is. Values are rounded and held
// to 0 … 65535. In the image's own memory; beside it 1.4 of its size (floats at half size and below).
inline constexpr int kLeastSide = 32;
Image multiscale(Image image, const MultiscaleSettings& settings, const NoiseProfile& noise);
// `half`: reduce(image), for who has it already.
Image multiscale(Image image, Plane half, const MultiscaleSettings& settings, const NoiseProfile& noise);

// measure_noise and only_denoise.
Image denoise(Image image);

}  // namespace roentgen::image
