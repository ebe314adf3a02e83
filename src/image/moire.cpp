#include "image/moire.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include "image/fourier.h"

namespace roentgen::image {
namespace {

using Complex = std::complex<double>;

constexpr int kPiece = 256;            // pixels a side
constexpr int kPiecesAlong = 3;        // three by three
constexpr double kLongestWave = 25.6;  // pixels
constexpr double kLeastSlope = 0.05;   // of the smaller to the larger frequency: 3 degrees off the axes
constexpr int kLeastFrequency = 3;     // along each axis: the window spreads what lies on the axis this far

// Half of the spectrum of one piece; the other half says the same.
struct Spectrum {
  int size;
  std::vector<double> power;  // size rows of frequency y, size / 2 columns of frequency x
};

double& at(Spectrum& spectrum, int y, int x) {
  return spectrum.power[static_cast<std::size_t>(y) * static_cast<std::size_t>(spectrum.size / 2) +
                        static_cast<std::size_t>(x)];
}

std::vector<double> hann(int size) {
  std::vector<double> window(static_cast<std::size_t>(size));
  for (int i = 0; i < size; ++i)
    window[static_cast<std::size_t>(i)] = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * (i + 0.5) / size);
  return window;
}

Spectrum spectrum_of(const Image& image, int top, int left, int size, const std::vector<double>& window) {
  const auto n = static_cast<std::size_t>(size);
  double mean = 0;
  for (int y = 0; y < size; ++y)
    for (int x = 0; x < size; ++x) mean += image.at(top + y, left + x);
  mean /= static_cast<double>(n) * static_cast<double>(n);
  // Two real rows travel as the real and the imaginary part of one: their transforms are the even and the odd
  // part.
  std::vector<std::vector<Complex>> columns(n / 2, std::vector<Complex>(n));
  std::vector<Complex> row(n);
  for (std::size_t y = 0; y < n; y += 2) {
    for (std::size_t x = 0; x < n; ++x) {
      const auto value = [&](std::size_t line) {
        return (image.at(top + static_cast<int>(line), left + static_cast<int>(x)) - mean) * window[line] *
               window[x];
      };
      row[x] = {value(y), value(y + 1)};
    }
    fourier(row);
    for (std::size_t x = 0; x < n / 2; ++x) {
      const Complex here = row[x], there = std::conj(row[(n - x) % n]);
      const Complex odd = here - there;
      columns[x][y] = (here + there) / 2.0;
      columns[x][y + 1] = Complex{odd.imag(), -odd.real()} / 2.0;
    }
  }
  Spectrum spectrum{size, std::vector<double>(n * n / 2)};
  for (int x = 0; x < size / 2; ++x) {
    auto& column = columns[static_cast<std::size_t>(x)];
    fourier(column);
    for (int y = 0; y < size; ++y) at(spectrum, y, x) = std::norm(column[static_cast<std::size_t>(y)]);
  }
  return spectrum;
}

// One oblique wave of the spectrum and how long it is, in bins from the middle.
struct Wave {
  std::size_t index;
  int ring;
};

std::vector<Wave> oblique_waves(int size) {
  const int largest = size / 2 - 2;
  std::vector<Wave> waves;
  for (int y = 0; y < size; ++y)
    for (int x = kLeastFrequency; x < size / 2; ++x) {
      const int fy = std::min(y, size - y);
      const double radius = std::hypot(x, fy);
      if (fy < kLeastFrequency || radius < size / kLongestWave || radius > largest) continue;
      if (std::min(x, fy) <= kLeastSlope * std::max(x, fy)) continue;
      waves.push_back(
          {static_cast<std::size_t>(y) * static_cast<std::size_t>(size / 2) + static_cast<std::size_t>(x),
           static_cast<int>(std::lround(radius))});
    }
  return waves;
}

// Of the largest wave over the median of the waves of its own ring and the two beside it.
double largest_ratio(const std::vector<double>& power, const std::vector<Wave>& waves, int size) {
  std::vector<std::vector<double>> rings(static_cast<std::size_t>(size));
  std::vector<double> largest(static_cast<std::size_t>(size));
  for (const Wave& wave : waves) {
    const auto ring = static_cast<std::size_t>(wave.ring);
    largest[ring] = std::max(largest[ring], power[wave.index]);
    for (const std::size_t near : {ring - 1, ring, ring + 1}) rings[near].push_back(power[wave.index]);
  }
  double ratio = 0;
  for (std::size_t ring = 0; ring < rings.size(); ++ring) {
    auto& values = rings[ring];
    if (largest[ring] == 0) continue;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (*middle > 0) ratio = std::max(ratio, largest[ring] / *middle);
  }
  return ratio;
}

std::vector<int> starts(int side, int size) {
  std::vector<int> all;
  for (int i = 0; i < kPiecesAlong; ++i) {
    const int start = (side - size) * i / (kPiecesAlong - 1);
    if (all.empty() || all.back() != start) all.push_back(start);
  }
  return all;
}

}  // namespace

std::optional<double> moire_prominence(const Image& image) {
  const int least = std::min(image.rows, image.columns);
  const int size = least >= kPiece ? kPiece : kPiece / 2;
  if (least < size) return std::nullopt;
  const auto window = hann(size);
  const auto waves = oblique_waves(size);
  std::vector<double> power(static_cast<std::size_t>(size) * static_cast<std::size_t>(size / 2));
  for (const int top : starts(image.rows, size))
    for (const int left : starts(image.columns, size)) {
      const Spectrum piece = spectrum_of(image, top, left, size, window);
      // A piece with much detail must not drown the others.
      double sum = 0;
      for (const Wave& wave : waves) sum += piece.power[wave.index];
      if (sum <= 0) continue;
      for (const Wave& wave : waves) power[wave.index] += piece.power[wave.index] / sum;
    }
  const double ratio = largest_ratio(power, waves, size);
  if (ratio <= 0) return std::nullopt;
  return std::log10(ratio);
}

}  // namespace roentgen::image
