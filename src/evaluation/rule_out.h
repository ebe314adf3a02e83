// Ruling out: how many films without disease can be set aside when nearly none with disease may be.
#pragma once

#include <array>
#include <span>

#include "evaluation/statistics.h"

namespace roentgen::evaluation {

// The highest of the scores of films with the disease (truth 1) at which a film is kept (score >= threshold)
// that keeps at least `least` of them. NaN without one.
double rule_out_threshold(std::span<const Scored> films, double least);

// The share of films without the disease that lie below rule_out_threshold(): a point of the films' own ROC
// curve. NaN unless both kinds are there. A score of infinity is never ruled out.
double rule_out_specificity(std::span<const Scored> films, double least);

// By patient_bootstrap(), the threshold found again in every sample.
std::array<double, 2> rule_out_interval(std::span<const Scored> films, double least, int samples = 1000,
                                        std::uint64_t seed = 1);

}  // namespace roentgen::evaluation
