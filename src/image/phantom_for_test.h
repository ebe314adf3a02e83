// Pictures whose truth is known, drawn for tests and for the bench.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "image/image.h"

namespace roentgen::image {

// Normal deviates, the same on every machine (SplitMix64 and Box-Muller).
class Normal {
 public:
  explicit Normal(std::uint64_t seed) : state_(seed) {}
  double next() {
    const double radius = std::sqrt(-2 * std::log(uniform()));
    return radius * std::cos(2 * std::numbers::pi * uniform());
  }
  double uniform() {  // 0 < u <= 1
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return (static_cast<double>((z ^ (z >> 31)) >> 11) + 1) / 9007199254740992.0;
  }

 private:
  std::uint64_t state_;
};

inline std::uint16_t to_grey(double value) {
  return static_cast<std::uint16_t>(std::clamp(std::lround(value), 0L, 65535L));
}

// value(x, y) at every pixel.
template <class Value>
Image drawn(int rows, int columns, Value value) {
  Image image{rows, columns, {}};
  image.samples.reserve(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns));
  for (int y = 0; y < rows; ++y)
    for (int x = 0; x < columns; ++x) image.samples.push_back(to_grey(value(x, y)));
  return image;
}

inline Image even(int rows, int columns, double grey) {
  return drawn(rows, columns, [=](int, int) { return grey; });
}

inline Image with_noise(Image image, double sigma, std::uint64_t seed = 1) {
  Normal normal(seed);
  for (auto& sample : image.samples) sample = to_grey(sample + sigma * normal.next());
  return image;
}

// 0 … 1 across an edge of this Gaussian blur.
inline double soft_step(double distance, double sigma) {
  return 0.5 * (1 + std::erf(distance / (sigma * std::numbers::sqrt2)));
}

// Soft tissue, two bones with trabeculae, a joint space and air: a limb of sorts.
inline Image limb(int rows, int columns) {
  return drawn(rows, columns, [=](int x, int y) {
    const double u = (x + 0.5) / columns - 0.5, v = (y + 0.5) / rows;
    const double flesh = soft_step((0.33 - std::abs(u)) * columns, 2);
    const double gap = soft_step((std::abs(v - 0.5 - 0.1 * u) - 0.012) * rows, 1.5);
    const double bone = soft_step((0.16 + 0.03 * std::cos(9 * v) - std::abs(u)) * columns, 1.5) * gap;
    const double cortex = bone * soft_step((std::abs(u) - 0.12) * columns, 2);
    const double grain = std::sin(0.9 * x + 0.35 * y) * std::sin(0.31 * x - 0.77 * y);
    return 12000 + 15000 * flesh * std::sqrt(std::max(0.0, 1 - 7 * u * u)) + bone * (17000 + 1500 * grain) +
           9000 * cortex;
  });
}

}  // namespace roentgen::image
