#include "image/hann.h"

#include <cmath>
#include <cstddef>
#include <numbers>

namespace roentgen::image {

std::vector<double> hann(int size) {
  std::vector<double> window(static_cast<std::size_t>(size));
  for (std::size_t i = 0; i < window.size(); ++i)
    window[i] = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * (static_cast<double>(i) + 0.5) / size);
  return window;
}

}  // namespace roentgen::image
