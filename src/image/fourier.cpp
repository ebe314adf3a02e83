#include "image/fourier.h"

#include <cmath>
#include <numbers>
#include <utility>

namespace roentgen::image {

void fourier(std::vector<std::complex<double>>& values) {
  const std::size_t n = values.size();
  for (std::size_t i = 1, j = 0; i < n; ++i) {
    std::size_t bit = n >> 1;
    for (; (j & bit) != 0; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) std::swap(values[i], values[j]);
  }
  std::vector<std::complex<double>> turns(n / 2);
  for (std::size_t i = 0; i < turns.size(); ++i)
    turns[i] = std::polar(1.0, -2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(n));
  for (std::size_t span = 1; span < n; span *= 2) {
    const std::size_t step = n / (2 * span);
    for (std::size_t start = 0; start < n; start += 2 * span)
      for (std::size_t i = 0; i < span; ++i) {
        const auto a = values[start + i], b = values[start + i + span], turn = turns[i * step];
        const std::complex<double> turned{b.real() * turn.real() - b.imag() * turn.imag(),
                                          b.real() * turn.imag() + b.imag() * turn.real()};
        values[start + i] = a + turned;
        values[start + i + span] = a - turned;
      }
  }
}

}  // namespace roentgen::image
