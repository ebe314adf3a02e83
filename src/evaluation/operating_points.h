// Thresholds of a label for two purposes, and when it had better not answer.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "evaluation/statistics.h"
#include "model/card.h"

namespace roentgen::evaluation {

inline constexpr const char* kHighSensitivity = "high_sensitivity";
inline constexpr const char* kHighSpecificity = "high_specificity";

struct PointRule {
  double least_sensitivity = 0.95;  // of high_sensitivity, the highest threshold that keeps it
  double least_specificity = 0.95;  // of high_specificity, the lowest threshold that reaches it
};

// The highest threshold with at least this sensitivity (the lowest with at least this specificity), half way
// to the next score, so that no film's own score decides by a rounding. Both classes must be present.
double threshold_for_sensitivity(std::span<const Scored> films, double least);
double threshold_for_specificity(std::span<const Scored> films, double least);

// Both points, `films` carrying calibrated probabilities; `where` ("val of cxr_nih") goes into their origin.
std::vector<model::OperatingPoint> operating_points(std::span<const Scored> films, const PointRule& rule,
                                                    const std::string& where);

// Class-conditional split-conformal limits for this coverage; empty if a class has too few films for the
// promise (fewer than 1 / (1 - coverage) - 1).
std::optional<model::Abstention> abstention(std::span<const Scored> films, double coverage,
                                            const std::string& where);

}  // namespace roentgen::evaluation
