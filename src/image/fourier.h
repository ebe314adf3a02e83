// A small Fourier transform for measuring: in plain doubles, the same on every machine. Inside the room.
#pragma once

#include <complex>
#include <vector>

namespace roentgen::image {

// In place; the size must be a power of two. Forward, not scaled.
void fourier(std::vector<std::complex<double>>& values);

}  // namespace roentgen::image
