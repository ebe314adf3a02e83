// The arithmetic between a classifier's output and what is said about it.
#pragma once

#include <span>
#include <vector>

#include "model/card.h"

namespace roentgen::reading {

// The calibrated probability; see model::Calibration.
double calibrated(double logit, const model::Calibration& calibration);

// The sum of the steps' probabilities (steps in the grading's order): 0 … number of steps. A step is at most
// as likely as the one below it, whatever the calibrations say.
double expected_grade(const model::Grading& grading, std::span<const model::Label> labels,
                      std::span<const double> probabilities);

// The place in the grading's list of the grade that is told: by its cuts, or rounded.
std::size_t told_grade(const model::Grading& grading, double expected);

// How likely each grade is, from the same steps: differences of neighbouring steps; they sum to 1.
std::vector<double> grade_probabilities(const model::Grading& grading, std::span<const model::Label> labels,
                                        std::span<const double> probabilities);

// What a label that may abstain answers; see model::Abstention.
enum class Answer { absent, present, uncertain };
Answer answer(double probability, const model::Abstention& limits);

// How far an image's pooled features lie from those of the training data; see model::Reference.
// NaN if the number of features differs from the reference's.
double feature_distance(std::span<const float> features, const model::Reference& reference);

}  // namespace roentgen::reading
