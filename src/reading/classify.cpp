#include "reading/classify.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace roentgen::reading {

double calibrated(double logit, const model::Calibration& calibration) {
  return 1.0 / (1.0 + std::exp(-(calibration.slope * logit + calibration.intercept)));
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
