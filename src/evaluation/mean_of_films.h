// A row of metrics that is a mean over films.
#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "evaluation/classification.h"
#include "evaluation/groups.h"
#include "evaluation/statistics.h"

namespace roentgen::evaluation {

// The mean of value(film) over the group's films, with its patient bootstrap. A film without a value says
// NaN. No row without any value, nor for a part of the films with fewer than kLeastGroup.
template <class Films, class Value>
void add_mean(std::vector<model::Metric>& rows, const char* metric, const std::string& label,
              const Group& group, const Films& films, const MetricOptions& options, const Value& value) {
  std::vector<double> values;
  std::vector<std::string> patients;
  double sum = 0;
  for (const std::size_t i : group.films) {
    const double v = value(films[i]);
    if (std::isnan(v)) continue;
    values.push_back(v);
    patients.push_back(films[i].facts.patient);
    sum += v;
  }
  if (values.empty() || (group.name != "all" && values.size() < kLeastGroup)) return;
  rows.push_back({.metric = metric,
                  .label = label,
                  .group = group.name,
                  .n = static_cast<int>(values.size()),
                  .positives = 0,
                  .value = sum / static_cast<double>(values.size()),
                  .ci95 = patient_bootstrap_mean(values, patients, options.samples, options.seed)});
}

}  // namespace roentgen::evaluation
