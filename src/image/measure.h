// Numbers that say how good a picture is: of phantoms whose truth is known, or of one picture against
// another.
#pragma once

#include <span>

#include "image/contour.h"
#include "image/image.h"

namespace roentgen::image {

struct Level {
  double mean = 0;
  double deviation = 0;  // standard deviation of the sample
};

// Of the pixels of the box, which must lie inside and have at least two.
Level level_of(const Image& image, const Box& box);

// Mean over deviation of a part that should be even.
double signal_to_noise(const Image& image, const Box& even);

// |mean a - mean b| over the root of the mean of both variances.
double contrast_to_noise(const Image& image, const Box& a, const Box& b);

// Pixels between 10 % and 90 % of the way from the first value to the last, linear between samples; the
// profile must cross both once, up or down. For a Gaussian edge of deviation s it is 2.563 s. 0 if there is
// no step.
double edge_distance(std::span<const double> profile);

// 10 log10 (65535^2 / mean squared difference), in decibels; infinite for equal images. Same size.
double peak_signal_to_noise(const Image& a, const Image& b);

// Mean structural similarity (Z. Wang et al., IEEE Trans. Image Processing 13 (2004)): Gaussian window of
// deviation 1.5 over 11 x 11 pixels, K1 = 0.01, K2 = 0.03, range 65535; windows that leave the image do not
// count. At least 11 x 11 pixels, same size.
double structural_similarity(const Image& a, const Image& b);

}  // namespace roentgen::image
