// Drawing whole patients with replacement, as weights. Inside this room only.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace roentgen::evaluation {

inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// Numbers patients by first appearance; "" is a new patient every time.
struct Numbering {
  std::unordered_map<std::string, std::uint32_t> known;
  std::uint32_t count = 0;

  std::uint32_t number(const std::string& patient) {
    if (patient.empty()) return count++;
    const auto [found, fresh] = known.emplace(patient, count);
    if (fresh) ++count;
    return found->second;
  }
};

// How often each patient was drawn. std::mt19937_64's numbers are fixed by the C++ standard, those of
// std::uniform_int_distribution are not: hence our own mapping (the upper 32 bits, multiplied and shifted;
// its bias is below patients / 2^32).
class Lottery {
 public:
  Lottery(std::uint32_t patients, std::uint64_t seed) : generator_(seed), times_(patients) {}

  std::uint32_t one() { return static_cast<std::uint32_t>(((generator_() >> 32) * times_.size()) >> 32); }

  std::span<const std::uint32_t> draw() {
    std::fill(times_.begin(), times_.end(), 0U);
    for (std::size_t i = 0; i < times_.size(); ++i) ++times_[one()];
    return times_;
  }

 private:
  std::mt19937_64 generator_;
  std::vector<std::uint32_t> times_;
};

// Linear interpolation between ordered values, as numpy.percentile does by default.
inline double quantile(std::span<const double> ordered, double q) {
  if (ordered.empty()) return kNaN;
  const double at = q * static_cast<double>(ordered.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, ordered.size() - 1);
  return ordered[below] + (at - static_cast<double>(below)) * (ordered[above] - ordered[below]);
}

// figure(times): the figure when patient p was drawn times[p] times.
template <class WeightedFigure>
std::array<double, 2> percentile_interval(std::uint32_t patients, const WeightedFigure& figure, int samples,
                                          std::uint64_t seed) {
  if (patients == 0 || samples < 1) return {kNaN, kNaN};
  constexpr std::size_t kDrawsPerSample = 20;
  const auto wanted = static_cast<std::size_t>(samples);
  Lottery lottery(patients, seed);
  std::vector<double> values;
  values.reserve(wanted);
  for (std::size_t drawn = 0; drawn < wanted * kDrawsPerSample && values.size() < wanted; ++drawn) {
    const double value = figure(lottery.draw());
    if (!std::isnan(value)) values.push_back(value);
  }
  std::sort(values.begin(), values.end());
  return {quantile(values, 0.025), quantile(values, 0.975)};
}

}  // namespace roentgen::evaluation
