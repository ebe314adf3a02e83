// The figures, and how sure they are.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace roentgen::evaluation {

// One film's truth (0 or 1) and score for one label, and the patient it belongs to.
struct Scored {
  double score = 0;
  int truth = 0;
  std::string patient;
};

// Area under the ROC curve = Mann-Whitney U / (n1 n0), ties count half. NaN unless both classes are present.
double auc(std::span<const Scored> films);
double sensitivity(std::span<const Scored> films, double threshold);  // score >= threshold is positive
double specificity(std::span<const Scored> films, double threshold);
// Expected calibration error with `bins` bins of equal width (Naeini 2015; Guo 2017).
double expected_calibration_error(std::span<const Scored> films, int bins = 10);
double brier(std::span<const Scored> films);

// The threshold (one of the scores) with the largest sensitivity + specificity - 1 (Youden 1950).
double youden_threshold(std::span<const Scored> films);

// Percentile interval (2.5 %, 97.5 %) of `figure` over bootstrap samples that draw whole patients with replacement.
// Samples for which the figure is NaN are drawn again, up to a bound. Deterministic for a seed.
using Figure = std::function<double(std::span<const Scored>)>;
std::array<double, 2> patient_bootstrap(std::span<const Scored> films, const Figure& figure, int samples = 1000,
                                        std::uint64_t seed = 1);

// The same for a mean of values (Dice, absolute error) that belong to patients.
std::array<double, 2> patient_bootstrap_mean(std::span<const double> values, std::span<const std::string> patients,
                                             int samples = 1000, std::uint64_t seed = 1);

// Platt scaling: minimises log loss of 1 / (1 + exp(-(slope x + intercept))) with Platt's smoothed targets (Newton).
struct PlattMap {
  double slope = 1;
  double intercept = 0;
};
PlattMap fit_platt(std::span<const Scored> films);

}  // namespace roentgen::evaluation
