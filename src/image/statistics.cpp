#include "image/statistics.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "image/resample.h"

namespace roentgen::image {
namespace {

constexpr int kSharpnessSide = 256;

struct Moments {
  double mean = 0, variance = 0;
};

// In two passes, each summed in order: the same on every machine.
template <class Sample>
Moments moments(const std::vector<Sample>& samples) {
  const auto count = static_cast<double>(samples.size());
  double sum = 0, squares = 0;
  for (const Sample sample : samples) sum += static_cast<double>(sample);
  const double mean = sum / count;
  for (const Sample sample : samples)
    squares += (static_cast<double>(sample) - mean) * (static_cast<double>(sample) - mean);
  return {mean, squares / count};
}

}  // namespace

Statistics statistics(const Image& image) {
  assert(!image.samples.empty());
  const Moments of_all = moments(image.samples);
  const auto share = [&](std::uint16_t value) {
    return static_cast<double>(std::count(image.samples.begin(), image.samples.end(), value)) /
           static_cast<double>(image.samples.size());
  };
  return {of_all.mean, std::sqrt(of_all.variance), share(0), share(65535)};
}

std::vector<double> percentiles(const Image& image, std::span<const double> percents) {
  assert(!image.samples.empty());
  std::vector<std::size_t> at_most(65536);  // how many samples are no larger than the index
  for (const std::uint16_t sample : image.samples) ++at_most[sample];
  for (std::size_t i = 1; i < at_most.size(); ++i) at_most[i] += at_most[i - 1];
  const auto in_order = [&](std::size_t rank) {
    return static_cast<double>(std::upper_bound(at_most.begin(), at_most.end(), rank) - at_most.begin());
  };
  std::vector<double> found;
  for (const double percent : percents) {
    const double position =
        std::clamp(percent, 0.0, 100.0) / 100 * static_cast<double>(image.samples.size() - 1);
    const auto below = static_cast<std::size_t>(position);
    const double low = in_order(below), high = in_order(std::min(below + 1, image.samples.size() - 1));
    found.push_back(low + (position - static_cast<double>(below)) * (high - low));
  }
  return found;
}

double sharpness(const Image& image) {
  assert(!image.samples.empty());
  const int longest = std::max(image.rows, image.columns);
  const auto side = [&](int from) {
    return std::max(1, static_cast<int>(std::lround(static_cast<double>(from) * kSharpnessSide / longest)));
  };
  const Plane small = resample(image, side(image.rows), side(image.columns));
  const double deviation = std::sqrt(moments(small.samples).variance);
  if (deviation < 1) return 0;  // less than one display value: the rounding of an even image
  std::vector<double> laplacian;
  for (int y = 1; y + 1 < small.rows; ++y)
    for (int x = 1; x + 1 < small.columns; ++x) {
      const double around =
          double{small.at(y - 1, x)} + small.at(y + 1, x) + small.at(y, x - 1) + small.at(y, x + 1);
      laplacian.push_back((around - 4 * double{small.at(y, x)}) / deviation);
    }
  return laplacian.empty() ? 0 : moments(laplacian).variance;
}

}  // namespace roentgen::image
