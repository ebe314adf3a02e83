#include "study/margin.h"

#include <algorithm>
#include <cmath>

namespace roentgen::study {
namespace {

constexpr double kLeast = 0.0001;  // probabilities are shown with 4 decimals

double log_odds(double probability) {
  const double inside = std::clamp(probability, kLeast, 1 - kLeast);
  return std::log(inside / (1 - inside));
}

}  // namespace

double margin(const Finding& finding) {
  return log_odds(finding.probability) - log_odds(finding.threshold);
}

}  // namespace roentgen::study
