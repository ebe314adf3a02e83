#include <algorithm>
#include <array>

#include "evaluation/heat.h"

namespace roentgen::evaluation {
namespace {

struct Hit {
  std::string patient;
  bool hit = false;
};
using HitsOf = std::map<std::string, std::map<std::string, Hit>>;  // label, image

base::Result<HitsOf> hits_of(const dataset::Csv& csv) {
  std::array<std::size_t, 4> at{};
  const std::array<const char*, 4> names{"image", "patient", "label", "hit"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    const int column = dataset::column_of(csv, names[i]);
    if (column < 0)
      return base::fail(base::ErrorCode::unusable_input,
                        std::string("This is no --scores file of roentgen evaluate-heat: it has no column ") +
                            names[i] + ".");
    at[i] = static_cast<std::size_t>(column);
  }
  HitsOf hits;
  for (const auto& row : csv.rows) hits[row[at[2]]][row[at[0]]] = {row[at[1]], row[at[3]] == "1"};
  return hits;
}

}  // namespace

base::Result<void> hold_against(Evaluation& evaluation, const dataset::Csv& other,
                                const std::map<std::string, std::string>& names,
                                const EvaluationOptions& options) {
  const auto ours = hits_of(evaluation.scores);
  auto theirs = hits_of(other);
  if (!ours) return std::unexpected(ours.error());
  if (!theirs) return std::unexpected(theirs.error());
  for (const auto& [name, label] : names)
    if (const auto found = theirs->find(name); found != theirs->end()) (*theirs)[label] = found->second;
  bool any = false;
  for (const auto& [label, films] : *ours) {
    auto held = theirs->find(label);
    if (held == theirs->end() && theirs->size() == 1) held = theirs->begin();
    if (held == theirs->end()) continue;
    std::vector<double> values;
    std::vector<std::string> patients;
    double sum = 0;
    for (const auto& [image, hit] : films) {
      const auto same = held->second.find(image);
      if (same == held->second.end()) continue;
      values.push_back((hit.hit ? 1 : 0) - (same->second.hit ? 1 : 0));
      patients.push_back(hit.patient);
      sum += values.back();
    }
    if (values.empty()) continue;
    any = true;
    const int n = static_cast<int>(values.size());
    evaluation.metrics.push_back(
        {"heat_hit_less_other", label, "all", n, n, sum / n,
         patient_bootstrap_mean(values, patients, options.metrics.samples, options.metrics.seed)});
  }
  if (!any)
    return base::fail(base::ErrorCode::unusable_input,
                      "The other package's file has no film and label in common with this one.");
  return {};
}

}  // namespace roentgen::evaluation
