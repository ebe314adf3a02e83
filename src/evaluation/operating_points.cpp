#include "evaluation/operating_points.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/text.h"

namespace roentgen::evaluation {
namespace {

std::vector<double> scores_of(std::span<const Scored> films, int truth) {
  std::vector<double> scores;
  for (const Scored& film : films)
    if (film.truth == truth) scores.push_back(film.score);
  std::ranges::sort(scores);
  return scores;
}

// Half way between a score and the next lower one; a lowest score stays.
double below(std::span<const Scored> films, double score) {
  double next = -1;
  for (const Scored& film : films)
    if (film.score < score) next = std::max(next, film.score);
  return next < 0 ? score : (score + next) / 2;
}

model::OperatingPoint described(const char* name, double threshold, const std::string& rule,
                                std::span<const Scored> films, const std::string& where) {
  const auto positives = std::ranges::count(films, 1, &Scored::truth);
  return {name, threshold,
          rule + " on " + where + " (n = " + std::to_string(films.size()) + ", " + std::to_string(positives) +
              " positive): sensitivity " + base::fixed(sensitivity(films, threshold), 2) + ", specificity " +
              base::fixed(specificity(films, threshold), 2) + " there"};
}

}  // namespace

double threshold_for_sensitivity(std::span<const Scored> films, double least) {
  const auto positives = scores_of(films, 1);
  const auto n = static_cast<double>(positives.size());
  // So many positives may lie below.
  const auto lost = static_cast<std::size_t>(std::floor(n * (1 - least) + 1e-9));
  return below(films, positives[std::min(lost, positives.size() - 1)]);
}

double threshold_for_specificity(std::span<const Scored> films, double least) {
  const auto negatives = scores_of(films, 0);
  const auto n = static_cast<double>(negatives.size());
  const auto kept = static_cast<std::size_t>(std::ceil(n * least - 1e-9));  // must lie below
  const double highest = negatives[std::min(std::max<std::size_t>(kept, 1), negatives.size()) - 1];
  double next = 2;  // the lowest score above those
  for (const Scored& film : films)
    if (film.score > highest) next = std::min(next, film.score);
  return next > 1 ? std::min(1.0, highest + 1e-6) : (highest + next) / 2;
}

std::vector<model::OperatingPoint> operating_points(std::span<const Scored> films, const PointRule& rule,
                                                    const std::string& where) {
  return {described(kHighSensitivity, threshold_for_sensitivity(films, rule.least_sensitivity),
                    "highest with sensitivity " + base::fixed(rule.least_sensitivity, 3) + " or more", films,
                    where),
          described(kHighSpecificity, threshold_for_specificity(films, rule.least_specificity),
                    "lowest with specificity " + base::fixed(rule.least_specificity, 3) + " or more", films,
                    where)};
}

std::optional<model::Abstention> abstention(std::span<const Scored> films, double coverage,
                                            const std::string& where) {
  const auto positives = scores_of(films, 1), negatives = scores_of(films, 0);
  const double miss = 1 - coverage;
  // The k-th smallest of n positives is below a further one with a chance of at least 1 - k / (n + 1).
  const auto low =
      static_cast<std::size_t>(std::floor(miss * static_cast<double>(positives.size() + 1) + 1e-9));
  const auto high =
      static_cast<std::size_t>(std::floor(miss * static_cast<double>(negatives.size() + 1) + 1e-9));
  if (low < 1 || high < 1) return std::nullopt;
  model::Abstention limits;
  limits.coverage = coverage;
  limits.present_from = positives[low - 1];
  limits.absent_up_to = negatives[negatives.size() - high];
  limits.origin = "class-conditional conformal limits from " + where + " (" +
                  std::to_string(positives.size()) + " films with it, " + std::to_string(negatives.size()) +
                  " without)";
  return limits;
}

}  // namespace roentgen::evaluation
