#include "reading/classify.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace roentgen::reading {

double calibrated(double logit, const model::Calibration& calibration) {
  if (!calibration.slope_negative)
    return 1.0 / (1.0 + std::exp(-(calibration.slope * logit + calibration.intercept)));
  const auto softplus = [](double z) { return std::max(z, 0.0) + std::log1p(std::exp(-std::abs(z))); };
  const double z = calibration.slope * softplus(logit) - *calibration.slope_negative * softplus(-logit) +
                   calibration.intercept;
  return 1.0 / (1.0 + std::exp(-z));
}

std::vector<double> grade_probabilities(const model::Grading& grading, std::span<const model::Label> labels,
                                        std::span<const double> probabilities) {
  std::vector<double> reached{1.0};  // the lowest grade or more
  for (const std::string& step : grading.steps) {
    const auto label = std::ranges::find(labels, step, &model::Label::name);
    const auto at = static_cast<std::size_t>(label - labels.begin());
    reached.push_back(std::min(reached.back(), probabilities[at]));
  }
  reached.push_back(0.0);
  std::vector<double> grades;
  for (std::size_t k = 0; k + 1 < reached.size(); ++k) grades.push_back(reached[k] - reached[k + 1]);
  return grades;
}

double expected_grade(const model::Grading& grading, std::span<const model::Label> labels,
                      std::span<const double> probabilities) {
  const auto grades = grade_probabilities(grading, labels, probabilities);
  double expected = 0;
  for (std::size_t k = 0; k < grades.size(); ++k) expected += static_cast<double>(k) * grades[k];
  return expected;
}

std::size_t told_grade(const model::Grading& grading, double expected) {
  if (grading.cuts.empty()) return static_cast<std::size_t>(expected + 0.5);
  return static_cast<std::size_t>(std::ranges::upper_bound(grading.cuts, expected) - grading.cuts.begin());
}

Answer answer(double probability, const model::Abstention& limits) {
  const bool absent = probability <= limits.absent_up_to, present = probability >= limits.present_from;
  if (absent == present) return Answer::uncertain;
  return present ? Answer::present : Answer::absent;
}

double feature_distance(std::span<const float> features, const model::Reference& reference) {
  const std::size_t n = reference.mean.size();
  if (n == 0 || features.size() != n || reference.deviation.size() != n) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  constexpr double kLeastDeviation = 1e-6;  // a feature that never varied in training must not divide by zero
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double deviation = std::max<double>(reference.deviation[i], kLeastDeviation);
    const double z = (static_cast<double>(features[i]) - reference.mean[i]) / deviation;
    sum += z * z;
  }
  return std::sqrt(sum / static_cast<double>(n));
}

}  // namespace roentgen::reading
