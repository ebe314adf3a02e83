#include "evaluation/unusual.h"

#include <algorithm>
#include <cmath>

#include "reading/classify.h"

namespace roentgen::evaluation {

std::vector<model::Metric> unusual_figures(const model::Reference& reference,
                                           std::span<const FeatureFilm> films) {
  std::vector<Scored> scored;
  std::vector<double> without;
  for (const FeatureFilm& film : films) {
    const double distance = reading::feature_distance(film.features, reference);
    if (std::isnan(distance)) return {};
    scored.push_back({distance, film.truth, film.patient});
    if (film.truth == 0) without.push_back(distance);
  }
  const int n = static_cast<int>(scored.size()), positives = n - static_cast<int>(without.size());
  if (positives == 0 || without.empty()) return {};
  std::ranges::sort(without);
  const auto alarms = static_cast<std::size_t>(kFalseAlarms * static_cast<double>(without.size()));
  const double limit = std::nextafter(without[without.size() - 1 - alarms], INFINITY);
  return {{"auc", "unusual", "all", n, positives, auc(scored), auc_interval(scored)},
          {"sensitivity", "unusual", "all", n, positives, sensitivity(scored, limit),
           sensitivity_interval(scored, limit)}};
}

}  // namespace roentgen::evaluation
