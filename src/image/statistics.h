// Numbers about a whole image: for quality remarks and for the one-number controls of a data set.
#pragma once

#include <span>
#include <vector>

#include "image/image.h"

namespace roentgen::image {

struct Statistics {
  double mean = 0;            // display values
  double deviation = 0;       // standard deviation of the whole population, display values
  double black_fraction = 0;  // of the pixels, exactly 0
  double white_fraction = 0;  // of the pixels, exactly 65535
};

// The image must not be empty; the same holds below.
Statistics statistics(const Image& image);

// Exact, in display values; percents 0 … 100; linear between neighbours in order (NumPy's default).
std::vector<double> percentiles(const Image& image, std::span<const double> percents);

// How much fine structure there is: the image resampled to a longest side of 256 pixels, shifted and scaled
// to mean 0 and deviation 1, then the variance of its Laplacian (4 neighbours) away from the edge. Between
// images of one kind, a blurred one has less; noise and text have more. 0 for an even image. After
// Pech-Pacheco et al., ICPR 2000.
double sharpness(const Image& image);

}  // namespace roentgen::image
