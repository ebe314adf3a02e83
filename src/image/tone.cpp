#include "image/tone.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace roentgen::image {
namespace {

constexpr int kReach = 2;               // structure is looked for in 5 x 5 pixels
constexpr double kLeastSpread = 0.004;  // of the full range: below, a neighbourhood is flat
// Above, it lies across the skin, a blade or metal: half of its pixels are background.
constexpr double kMostSpread = 0.10;
constexpr double kLeastShare = 0.02;  // of the region, that must have structure
constexpr double kToe = 0.02;         // of white, left for what lies outside the range
constexpr double kWhite = 65535;
constexpr float kNearEnd = 128;  // of black or white: clipped

bool has_structure(const Plane& small, const Box& box, int row, int column) {
  double sum = 0, squares = 0;
  int count = 0;
  for (int y = std::max(row - kReach, box.top); y <= std::min(row + kReach, box.top + box.rows - 1); ++y)
    for (int x = std::max(column - kReach, box.left);
         x <= std::min(column + kReach, box.left + box.columns - 1); ++x) {
      const auto value = static_cast<double>(small.at(y, x));
      sum += value;
      squares += value * value;
      ++count;
    }
  const double mean = sum / count;
  const double variance = squares / count - mean * mean;
  return variance > kLeastSpread * kWhite * kLeastSpread * kWhite &&
         variance < kMostSpread * kWhite * kMostSpread * kWhite;
}

double percentile(std::vector<float>& values, double percent) {
  const double place = percent / 100 * static_cast<double>(values.size() - 1);
  const auto nth = values.begin() + static_cast<std::ptrdiff_t>(std::lround(place));
  std::nth_element(values.begin(), nth, values.end());
  return static_cast<double>(*nth);
}

}  // namespace

GreyRange relevant_range(const Plane& small, const Box& region, double low_percent, double high_percent) {
  std::vector<float> all, structured;
  for (int y = region.top; y < region.top + region.rows; ++y)
    for (int x = region.left; x < region.left + region.columns; ++x) {
      const float value = small.at(y, x);
      all.push_back(value);
      if (value > kNearEnd && value < static_cast<float>(kWhite) - kNearEnd &&
          has_structure(small, region, y, x))
        structured.push_back(value);
    }
  if (all.empty()) return {};
  auto& values = static_cast<double>(structured.size()) < kLeastShare * static_cast<double>(all.size())
                     ? all
                     : structured;
  return {percentile(values, low_percent), percentile(values, high_percent)};
}

void apply_tone(Image& image, const GreyRange& range, double steepness) {
  if (!(range.high > range.low)) return;
  std::vector<std::uint16_t> table(65536);
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto value = static_cast<double>(i);
    double grey;
    if (value < range.low) {
      grey = kToe * value / range.low;
    } else if (value > range.high) {
      grey = 1 - kToe * (kWhite - value) / (kWhite - range.high);
    } else {
      const double t = (value - range.low) / (range.high - range.low);
      grey = kToe + (1 - 2 * kToe) * ((1 - steepness) * t + steepness * t * t * (3 - 2 * t));
    }
    table[i] = static_cast<std::uint16_t>(std::lround(grey * kWhite));
  }
  const std::uint16_t* entries = table.data();
  for (auto& sample : image.samples) sample = entries[sample];
}

}  // namespace roentgen::image
