// Figures of grades on an ordinal scale.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "evaluation/classification.h"

namespace roentgen::evaluation {

struct GradedFilm {
  double expected = 0;  // 0 … grades - 1
  int said = 0;         // places in the list of grades
  int truth = 0;
  std::string patient;
};

// What the card's grading tells of a film whose labels have these probabilities.
GradedFilm graded_film(const model::Card& card, std::span<const double> probabilities, int truth,
                       const std::string& patient);

// Cohen's kappa with quadratic weights (Cohen 1968): 1 - sum (i-j)^2 O_ij / sum (i-j)^2 E_ij over truth i and
// said j, E the product of the margins. NaN where it has no value (one film; truth and said one same grade).
double quadratic_kappa(std::span<const GradedFilm> films);
std::array<double, 2> quadratic_kappa_interval(std::span<const GradedFilm> films, int samples,
                                               std::uint64_t seed);

// The mean over the grades that occur of the part of their films that were said rightly; NaN without a film.
double balanced_grade_accuracy(std::span<const GradedFilm> films, int grades);

// Rows of the grading per group: quadratic_kappa, mae (in grades, of the told grade), accuracy,
// balanced_accuracy, and auc: the expected grade against "decisive grade or more" (n, positives: of that
// cut). Empty if the card has no grading or no film's grade is known.
std::vector<model::Metric> grading_metrics(const model::Card& card, std::span<const ClassifiedFilm> films,
                                           const MetricOptions& options);

}  // namespace roentgen::evaluation
