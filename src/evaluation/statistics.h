// The figures, and how sure they are.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace roentgen::evaluation {

// One film's truth (0 or 1) and score for one label, and the patient it belongs to. A film without a patient
// ("") counts as a patient of its own.
struct Scored {
  double score = 0;
  int truth = 0;
  std::string patient;
};

// Area under the ROC curve = Mann-Whitney U / (n1 n0), ties count half. NaN unless both classes are present.
double auc(std::span<const Scored> films);
// NaN without a positive (negative) film.
double sensitivity(std::span<const Scored> films, double threshold);  // score >= threshold is positive
double specificity(std::span<const Scored> films, double threshold);
// The part of films that fall on the right side of the threshold.
double accuracy(std::span<const Scored> films, double threshold);
// Expected calibration error with `bins` bins of equal width over 0…1, each closed below (Naeini 2015; Guo
// 2017): sum over bins of (films in it / films) * |mean score - part positive|.
double expected_calibration_error(std::span<const Scored> films, int bins = 10);
// Mean of (score - truth)^2 (Brier 1950).
double brier(std::span<const Scored> films);

// The threshold (one of the scores) with the largest sensitivity + specificity - 1 (Youden 1950); of equals
// the highest. NaN unless both classes are present.
double youden_threshold(std::span<const Scored> films);

// Percentile interval (2.5 %, 97.5 %) of `figure` over bootstrap samples that draw whole patients with
// replacement. Samples for which the figure is NaN are drawn again, up to 20 draws per sample on average; NaN
// if all were. Percentiles are interpolated linearly between the ordered samples. The generator and its
// mapping to patients are fixed by the code, so a seed means the same samples on every machine. Patients are
// numbered by first appearance.
using Figure = std::function<double(std::span<const Scored>)>;
std::array<double, 2> patient_bootstrap(std::span<const Scored> films, const Figure& figure,
                                        int samples = 1000, std::uint64_t seed = 1);

// The same intervals as patient_bootstrap(films, auc …) and so on, sample by sample, but hundreds of times
// faster: films are ordered once and drawn patients become weights.
std::array<double, 2> auc_interval(std::span<const Scored> films, int samples = 1000, std::uint64_t seed = 1);
std::array<double, 2> sensitivity_interval(std::span<const Scored> films, double threshold,
                                           int samples = 1000, std::uint64_t seed = 1);
std::array<double, 2> specificity_interval(std::span<const Scored> films, double threshold,
                                           int samples = 1000, std::uint64_t seed = 1);
std::array<double, 2> accuracy_interval(std::span<const Scored> films, double threshold, int samples = 1000,
                                        std::uint64_t seed = 1);
// Of (sensitivity + specificity) / 2.
std::array<double, 2> balanced_accuracy_interval(std::span<const Scored> films, double threshold,
                                                 int samples = 1000, std::uint64_t seed = 1);
std::array<double, 2> calibration_error_interval(std::span<const Scored> films, int bins = 10,
                                                 int samples = 1000, std::uint64_t seed = 1);
std::array<double, 2> brier_interval(std::span<const Scored> films, int samples = 1000,
                                     std::uint64_t seed = 1);

// The mean of the AUCs of several labels over the same films (each label lists the films whose truth it
// knows), over those labels that have both classes; NaN if none has. The interval draws patients once for all
// labels; a label that has lost a class in a sample is left out of that sample's mean.
double mean_auc(std::span<const std::vector<Scored>> labels);
std::array<double, 2> mean_auc_interval(std::span<const std::vector<Scored>> labels, int samples = 1000,
                                        std::uint64_t seed = 1);

// The same for a mean of values (Dice, absolute error) that belong to patients.
std::array<double, 2> patient_bootstrap_mean(std::span<const double> values,
                                             std::span<const std::string> patients, int samples = 1000,
                                             std::uint64_t seed = 1);

// Platt scaling: minimises log loss of 1 / (1 + exp(-(slope x + intercept))) with Platt's smoothed targets
// (Platt 1999; Newton's method with backtracking after Lin, Lin and Weng 2007). Slope 1, intercept 0 unless
// both classes are present.
struct PlattMap {
  double slope = 1;
  double intercept = 0;
};
PlattMap fit_platt(std::span<const Scored> films);

}  // namespace roentgen::evaluation
