#include "image/moire.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <opencv2/core.hpp>
#include <vector>

#include "image/hann.h"

namespace roentgen::image {
namespace {

constexpr int kPiece = 256;            // pixels a side
constexpr int kPiecesAlong = 3;        // three by three
constexpr double kLongestWave = 25.6;  // pixels
constexpr double kLeastSlope = 0.05;   // of the smaller to the larger frequency: 3 degrees off the axes
constexpr int kLeastFrequency = 3;     // along each axis: the window spreads what lies on the axis this far

// The power of one piece: size rows of frequency y, size / 2 columns of frequency x. The other half of the
// spectrum says the same.
std::vector<double> power_of(const Image& image, int top, int left, int size,
                             const std::vector<double>& window) {
  double mean = 0;
  for (int y = 0; y < size; ++y)
    for (int x = 0; x < size; ++x) mean += image.at(top + y, left + x);
  mean /= static_cast<double>(size) * size;
  cv::Mat_<double> piece(size, size);
  for (int y = 0; y < size; ++y)
    for (int x = 0; x < size; ++x)
      piece(y, x) = (image.at(top + y, left + x) - mean) * window[static_cast<std::size_t>(y)] *
                    window[static_cast<std::size_t>(x)];
  cv::Mat_<std::complex<double>> spectrum;
  cv::dft(piece, spectrum, cv::DFT_COMPLEX_OUTPUT);
  std::vector<double> power;
  power.reserve(static_cast<std::size_t>(size) * static_cast<std::size_t>(size / 2));
  for (int y = 0; y < size; ++y)
    for (int x = 0; x < size / 2; ++x) power.push_back(std::norm(spectrum(y, x)));
  return power;
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
      const auto piece = power_of(image, top, left, size, window);
      // A piece with much detail must not drown the others.
      double sum = 0;
      for (const Wave& wave : waves) sum += piece[wave.index];
      if (sum <= 0) continue;
      for (const Wave& wave : waves) power[wave.index] += piece[wave.index] / sum;
    }
  const double ratio = largest_ratio(power, waves, size);
  if (ratio <= 0) return std::nullopt;
  return std::log10(ratio);
}

}  // namespace roentgen::image
