// The window under which spectra are measured. Inside the room.
#pragma once

#include <vector>

namespace roentgen::image {

// Hann's, of `size` samples at the middle of each: sin^2(pi (i + 1/2) / size).
std::vector<double> hann(int size);

}  // namespace roentgen::image
