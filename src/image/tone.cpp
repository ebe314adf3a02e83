#include "image/tone.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>

namespace roentgen::image {
namespace {

constexpr int kReach = 2;               // structure is looked for in 5 x 5 pixels
constexpr double kLeastSpread = 0.004;  // of the full range: below, a neighbourhood is flat
// Above, it lies across the skin, a blade or metal: half of its pixels are background.
constexpr double kMostSpread = 0.10;
constexpr double kLeastShare = 0.02;  // of the region, that must have structure
constexpr double kToe = 0.02;         // of white, left for what lies outside the range
constexpr double kWhite = 65535;
constexpr float kNearEnd = 128;     // of black or white: clipped
constexpr std::size_t kSteps = 64;  // of the curve
constexpr double kMost = 2;         // times its even share
constexpr int kSmoothings = 2;      // of the histogram, by 1 4 6 4 1
constexpr int kSpreadings = 20;     // of what is above the limit: the rest is below a thousandth

// Sums of everything above and to the left, of the region's values and of their squares.
struct Sums {
  cv::Mat_<double> values, squares;
};

Sums sums_of(const Plane& small, const Box& region) {
  // OpenCV only reads it.
  const cv::Mat all(small.rows, small.columns, CV_32F, const_cast<float*>(small.samples.data()));
  Sums sums;
  cv::integral(all(cv::Rect(region.left, region.top, region.columns, region.rows)), sums.values, sums.squares,
               CV_64F, CV_64F);
  return sums;
}

// Of the neighbourhood of a pixel of the region.
bool has_structure(const Sums& sums, int row, int column) {
  const int top = std::max(row - kReach, 0), bottom = std::min(row + kReach + 1, sums.values.rows - 1);
  const int left = std::max(column - kReach, 0), right = std::min(column + kReach + 1, sums.values.cols - 1);
  const auto within = [&](const cv::Mat_<double>& sum) {
    return sum(bottom, right) - sum(top, right) - sum(bottom, left) + sum(top, left);
  };
  const double count = static_cast<double>(bottom - top) * (right - left);
  const double mean = within(sums.values) / count;
  const double variance = within(sums.squares) / count - mean * mean;
  return variance > kLeastSpread * kWhite * kLeastSpread * kWhite &&
         variance < kMostSpread * kWhite * kMostSpread * kWhite;
}

double percentile(std::vector<float>& values, double percent) {
  const double place = percent / 100 * static_cast<double>(values.size() - 1);
  const auto nth = values.begin() + static_cast<std::ptrdiff_t>(std::lround(place));
  std::nth_element(values.begin(), nth, values.end());
  return static_cast<double>(*nth);
}

std::vector<double> smoothed(const std::vector<double>& counts) {
  constexpr std::array kWeights{1.0, 4.0, 6.0, 4.0, 1.0};
  const auto last = static_cast<std::ptrdiff_t>(counts.size()) - 1;
  std::vector<double> result(counts.size());
  for (std::ptrdiff_t i = 0; i <= last; ++i)
    for (std::ptrdiff_t k = -2; k <= 2; ++k)
      result[static_cast<std::size_t>(i)] +=
          kWeights[static_cast<std::size_t>(k + 2)] / 16 *
          counts[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(i + k, 0, last))];
  return result;
}

// Shares that add up to 1, none much above kMost times the even one: what is above goes to all alike.
std::vector<double> limited(std::vector<double> counts) {
  const double sum = std::accumulate(counts.begin(), counts.end(), 0.0);
  const double most = kMost / static_cast<double>(counts.size());
  for (double& share : counts) share /= sum;
  for (int i = 0; i < kSpreadings; ++i) {
    double above = 0;
    for (const double share : counts) above += std::max(0.0, share - most);
    for (double& share : counts) share = std::min(share, most) + above / static_cast<double>(counts.size());
  }
  return counts;
}

}  // namespace

std::vector<float> relevant_greys(const Plane& small, const Box& region) {
  if (region.rows <= 0 || region.columns <= 0) return {};
  const Sums sums = sums_of(small, region);
  std::vector<float> all, structured;
  for (int y = region.top; y < region.top + region.rows; ++y)
    for (int x = region.left; x < region.left + region.columns; ++x) {
      const float value = small.at(y, x);
      all.push_back(value);
      if (value > kNearEnd && value < static_cast<float>(kWhite) - kNearEnd &&
          has_structure(sums, y - region.top, x - region.left))
        structured.push_back(value);
    }
  if (static_cast<double>(structured.size()) < kLeastShare * static_cast<double>(all.size())) return all;
  return structured;
}

GreyRange percentiles(std::vector<float>& greys, double low_percent, double high_percent) {
  if (greys.empty()) return {};
  return {percentile(greys, low_percent), percentile(greys, high_percent)};
}

std::vector<double> tone_curve(std::span<const float> greys, const GreyRange& range, double steepness,
                               double evenness) {
  std::vector<double> counts(kSteps, 1);  // one each: without greys they are even
  for (const float grey : greys) {
    const double t = (static_cast<double>(grey) - range.low) / (range.high - range.low);
    if (t >= 0 && t < 1) ++counts[static_cast<std::size_t>(t * kSteps)];
  }
  for (int i = 0; i < kSmoothings; ++i) counts = smoothed(counts);
  const std::vector<double> shares = limited(counts);
  std::vector<double> curve(kSteps + 1);
  double even = 0;
  for (std::size_t i = 1; i <= kSteps; ++i) {
    const double t = static_cast<double>(i) / kSteps;
    const double bent = (1 - steepness) * t + steepness * t * t * (3 - 2 * t);
    even += shares[i - 1];
    curve[i] = std::lerp(bent, even, evenness);
  }
  return curve;
}

void apply_tone(Image& image, const GreyRange& range, std::span<const double> curve) {
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
      const double place =
          (value - range.low) / (range.high - range.low) * static_cast<double>(curve.size() - 1);
      const auto step = std::min(static_cast<std::size_t>(place), curve.size() - 2);
      grey =
          kToe + (1 - 2 * kToe) * std::lerp(curve[step], curve[step + 1], place - static_cast<double>(step));
    }
    table[i] = static_cast<std::uint16_t>(std::lround(grey * kWhite));
  }
  const std::uint16_t* entries = table.data();
  for (auto& sample : image.samples) sample = entries[sample];
}

}  // namespace roentgen::image
