#include "image/measure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace roentgen::image {
namespace {

constexpr int kWindow = 11;
constexpr int kMiddle = kWindow / 2;
constexpr double kDeviation = 1.5, kRange = 65535;
constexpr double kC1 = (0.01 * kRange) * (0.01 * kRange), kC2 = (0.03 * kRange) * (0.03 * kRange);

std::array<double, kWindow> gaussian() {
  std::array<double, kWindow> weights{};
  double sum = 0;
  for (int i = 0; i < kWindow; ++i) {
    const double x = (i - kMiddle) / kDeviation;
    weights[static_cast<std::size_t>(i)] = std::exp(-0.5 * x * x);
    sum += weights[static_cast<std::size_t>(i)];
  }
  for (double& weight : weights) weight /= sum;
  return weights;
}

// Weighted sums of both images, their squares and their product.
using Sums = std::array<double, 5>;

double similarity(const Sums& s) {
  const double variance_a = s[2] - s[0] * s[0], variance_b = s[3] - s[1] * s[1],
               covariance = s[4] - s[0] * s[1];
  return (2 * s[0] * s[1] + kC1) * (2 * covariance + kC2) /
         ((s[0] * s[0] + s[1] * s[1] + kC1) * (variance_a + variance_b + kC2));
}

}  // namespace

Level level_of(const Image& image, const Box& box) {
  double sum = 0, squares = 0;
  for (int y = box.top; y < box.top + box.rows; ++y)
    for (int x = box.left; x < box.left + box.columns; ++x) {
      const double value = image.at(y, x);
      sum += value;
      squares += value * value;
    }
  const double count = static_cast<double>(box.rows) * box.columns;
  const double mean = sum / count;
  return {mean, std::sqrt(std::max(0.0, (squares - count * mean * mean) / (count - 1)))};
}

double signal_to_noise(const Image& image, const Box& even) {
  const Level level = level_of(image, even);
  return level.mean / level.deviation;
}

double contrast_to_noise(const Image& image, const Box& a, const Box& b) {
  const Level first = level_of(image, a), second = level_of(image, b);
  return std::abs(first.mean - second.mean) /
         std::sqrt((first.deviation * first.deviation + second.deviation * second.deviation) / 2);
}

double edge_distance(std::span<const double> profile) {
  if (profile.size() < 2 || profile.front() == profile.back()) return 0;
  const double from = profile.front(), step = profile.back() - from;
  const auto crossing = [&](double share) {
    for (std::size_t i = 1; i < profile.size(); ++i) {
      const double before = (profile[i - 1] - from) / step, here = (profile[i] - from) / step;
      if (before < share && here >= share)
        return static_cast<double>(i - 1) + (share - before) / (here - before);
    }
    return 0.0;
  };
  return crossing(0.9) - crossing(0.1);
}

double peak_signal_to_noise(const Image& a, const Image& b) {
  double squares = 0;
  for (std::size_t i = 0; i < a.samples.size(); ++i) {
    const double difference = static_cast<double>(a.samples[i]) - static_cast<double>(b.samples[i]);
    squares += difference * difference;
  }
  if (squares == 0) return std::numeric_limits<double>::infinity();
  return 10 * std::log10(kRange * kRange * static_cast<double>(a.samples.size()) / squares);
}

double structural_similarity(const Image& a, const Image& b) {
  const auto weights = gaussian();
  const int columns = a.columns - kWindow + 1;
  double total = 0;
  std::vector<Sums> line(static_cast<std::size_t>(a.columns));
  for (int top = 0; top + kWindow <= a.rows; ++top) {
    for (int x = 0; x < a.columns; ++x) {
      Sums sums{};
      for (int i = 0; i < kWindow; ++i) {
        const double p = a.at(top + i, x), q = b.at(top + i, x),
                     weight = weights[static_cast<std::size_t>(i)];
        sums[0] += weight * p;
        sums[1] += weight * q;
        sums[2] += weight * p * p;
        sums[3] += weight * q * q;
        sums[4] += weight * p * q;
      }
      line[static_cast<std::size_t>(x)] = sums;
    }
    for (int left = 0; left < columns; ++left) {
      Sums sums{};
      for (int i = 0; i < kWindow; ++i)
        for (std::size_t k = 0; k < sums.size(); ++k)
          sums[k] += weights[static_cast<std::size_t>(i)] *
                     line[static_cast<std::size_t>(left) + static_cast<std::size_t>(i)][k];
      total += similarity(sums);
    }
  }
  return total / (static_cast<double>(columns) * (a.rows - kWindow + 1));
}

}  // namespace roentgen::image
