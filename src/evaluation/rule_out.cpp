#include "evaluation/rule_out.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace roentgen::evaluation {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// 0.98 of 50 films is 49, whatever the last bit of the product says.
constexpr double kRounding = 1e-9;

}  // namespace

double rule_out_threshold(std::span<const Scored> films, double least) {
  std::vector<double> with;
  for (const Scored& film : films)
    if (film.truth == 1) with.push_back(film.score);
  if (with.empty()) return kNone;
  std::ranges::sort(with);
  const auto kept = static_cast<std::size_t>(std::ceil(least * static_cast<double>(with.size()) - kRounding));
  return with[with.size() - std::clamp<std::size_t>(kept, 1, with.size())];
}

double rule_out_specificity(std::span<const Scored> films, double least) {
  const double threshold = rule_out_threshold(films, least);
  if (std::isnan(threshold)) return kNone;
  return specificity(films, threshold);
}

std::array<double, 2> rule_out_interval(std::span<const Scored> films, double least, int samples,
                                        std::uint64_t seed) {
  return patient_bootstrap(
      films, [least](std::span<const Scored> drawn) { return rule_out_specificity(drawn, least); }, samples,
      seed);
}

}  // namespace roentgen::evaluation
