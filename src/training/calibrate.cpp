#include "training/calibrate.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "evaluation/grade_cuts.h"
#include "evaluation/operating_points.h"
#include "evaluation/statistics.h"
#include "reading/classify.h"

namespace roentgen::training {
namespace {

constexpr double kKeptBelow = 0.995;  // of the validation films
constexpr double kMargin = 1.25;
constexpr double kCoverage = 0.9;  // of an answer, where a label may abstain

std::vector<evaluation::Scored> known_of(std::span<const JudgedFilm> films, std::size_t label) {
  std::vector<evaluation::Scored> known;
  for (const JudgedFilm& film : films)
    if (film.truth[label] >= 0)
      known.push_back({film.logits[label], film.truth[label] > 0 ? 1 : 0, film.patient});
  return known;
}

struct Choice {
  double threshold = 0;
  std::string rule;     // in words
  bool on_film = true;  // the threshold is a film's own score
};

double highest_with_sensitivity(const std::vector<evaluation::Scored>& films, double least) {
  double highest = 0;
  for (const evaluation::Scored& film : films)
    if (film.score > highest && evaluation::sensitivity(films, film.score) >= least) highest = film.score;
  return highest;
}

double lowest_with_specificity(const std::vector<evaluation::Scored>& films, double least) {
  double lowest = 1;
  for (const evaluation::Scored& film : films)
    if (film.score < lowest && evaluation::specificity(films, film.score) >= least) lowest = film.score;
  return lowest;
}

// Of two probabilities; halfway between their logits, which stay finite.
double halfway(double a, double b) {
  const auto logit = [](double p) {
    const double inside = std::clamp(p, 1e-6, 1 - 1e-6);
    return std::log(inside / (1 - inside));
  };
  return 1 / (1 + std::exp(-(logit(a) + logit(b)) / 2));
}

Choice choose(const std::vector<evaluation::Scored>& films, const ThresholdRule& rule) {
  const std::string sensitive = "sensitivity " + base::fixed(rule.least_sensitivity, 3) + " or more",
                    specific = "specificity " + base::fixed(rule.least_specificity, 3) + " or more";
  if (rule.least_sensitivity > 0) {
    const double highest = highest_with_sensitivity(films, rule.least_sensitivity);
    const double lowest =
        rule.least_specificity > 0 ? lowest_with_specificity(films, rule.least_specificity) : highest;
    if (lowest >= highest) return {highest, "highest with " + sensitive};
    return {halfway(lowest, highest),
            "halfway, in logits, between the highest with " + sensitive + " and the lowest with " + specific,
            false};
  }
  if (rule.least_specificity > 0)
    return {lowest_with_specificity(films, rule.least_specificity), "lowest with " + specific};
  return {evaluation::youden_threshold(films), "largest sensitivity + specificity - 1"};
}

// Halfway between the chosen score and the next lower one: no film's own score decides by a rounding.
double between_scores(const std::vector<evaluation::Scored>& films, double threshold) {
  double below = -1;
  for (const evaluation::Scored& film : films)
    if (film.score < threshold) below = std::max(below, film.score);
  return below < 0 ? threshold : (threshold + below) / 2;
}

}  // namespace

void calibrate(std::vector<model::Label>& labels, std::span<const JudgedFilm> val,
               std::span<const ThresholdRule> rules) {
  for (std::size_t l = 0; l < labels.size(); ++l) {
    model::Label& label = labels[l];
    std::vector<evaluation::Scored> films = known_of(val, l);
    const int n = static_cast<int>(films.size());
    const int positives =
        static_cast<int>(std::ranges::count_if(films, [](const auto& film) { return film.truth == 1; }));
    label.calibration = {1, 0, "val", n, positives};
    label.threshold = 0.5;
    if (positives < kLeastPositives || n - positives < kLeastPositives) {
      label.threshold_origin = "0.5 by default: val has " + std::to_string(positives) + " positive and " +
                               std::to_string(n - positives) + " negative films, too few to choose";
      continue;
    }
    const evaluation::PlattMap map = evaluation::fit_platt(films);
    label.calibration.slope = map.slope;
    label.calibration.intercept = map.intercept;
    for (evaluation::Scored& film : films) film.score = reading::calibrated(film.score, label.calibration);
    label.operating_points = evaluation::operating_points(films, {}, "val");
    label.abstention = evaluation::abstention(films, kCoverage, "val");
    const Choice choice = choose(films, rules[l]);
    label.threshold = choice.on_film ? between_scores(films, choice.threshold) : choice.threshold;
    label.threshold_origin =
        choice.rule + " on val (n = " + std::to_string(n) + ", " + std::to_string(positives) +
        " positive): sensitivity " + base::fixed(evaluation::sensitivity(films, label.threshold), 2) +
        ", specificity " + base::fixed(evaluation::specificity(films, label.threshold), 2) + " there";
  }
}

void choose_grade_cuts(model::Card& card, std::span<const JudgedFilm> val) {
  if (!card.grading) return;
  model::Grading& grading = *card.grading;
  grading.cuts.clear();
  grading.cuts_origin.clear();
  std::vector<evaluation::GradedFilm> graded;
  for (const JudgedFilm& film : val) {
    std::vector<double> probabilities;
    int truth = 0;
    bool known = true;
    for (std::size_t l = 0; l < card.labels.size(); ++l) {
      probabilities.push_back(reading::calibrated(film.logits[l], card.labels[l].calibration));
      if (std::ranges::find(grading.steps, card.labels[l].name) == grading.steps.end()) continue;
      known = known && film.truth[l] >= 0;
      truth += film.truth[l] > 0 ? 1 : 0;
    }
    if (known) graded.push_back(evaluation::graded_film(card, probabilities, truth, film.patient));
  }
  auto chosen = evaluation::choose_cuts(graded, static_cast<int>(grading.grades.size()));
  if (chosen.cuts.empty()) return;
  grading.cuts.assign(chosen.cuts.begin(), chosen.cuts.end());
  grading.cuts_origin = "largest quadratic kappa on val, n = " + std::to_string(graded.size()) +
                        "; on tenths of the patients that the cuts were not chosen on kappa " +
                        base::fixed(chosen.kappa_held_out, 3) + ", rounded " +
                        base::fixed(chosen.kappa_rounded, 3);
}

model::Reference reference_of(std::span<const JudgedFilm> train, std::span<const JudgedFilm> val) {
  model::Reference reference;
  if (train.empty() || val.empty()) return reference;
  const std::size_t count = train.front().features.size();
  for (std::size_t f = 0; f < count; ++f) {
    double sum = 0, squares = 0;
    for (const JudgedFilm& film : train) {
      sum += film.features[f];
      squares += static_cast<double>(film.features[f]) * film.features[f];
    }
    const double n = static_cast<double>(train.size());
    const double mean = sum / n;
    // A feature that is nearly always silent must not make every stir an alarm.
    const double deviation = std::sqrt(std::max(squares / n - mean * mean, 0.0)) + 0.05;
    reference.mean.push_back(static_cast<float>(mean));
    reference.deviation.push_back(static_cast<float>(deviation));
  }
  std::vector<double> distances;
  for (const JudgedFilm& film : val) distances.push_back(reading::feature_distance(film.features, reference));
  std::ranges::sort(distances);
  const auto rank = static_cast<std::size_t>(std::ceil(kKeptBelow * static_cast<double>(distances.size())));
  reference.largest_distance = distances[std::clamp<std::size_t>(rank, 1, distances.size()) - 1] * kMargin;
  reference.origin = base::fixed(100 * kKeptBelow, 1) + "th percentile of " +
                     std::to_string(distances.size()) + " val films, times " + base::fixed(kMargin, 2);
  return reference;
}

}  // namespace roentgen::training
