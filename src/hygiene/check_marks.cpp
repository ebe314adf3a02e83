// Whether devices, letters and marks seen on the film go with the label.
#include <cmath>

#include "hygiene/check_columns.h"
#include "hygiene/told.h"

namespace roentgen::hygiene {

void check_marks(const Material& material, std::size_t s, std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  Finding finding = empty_finding(Severity::warning, "mark_goes_with_label", set.name);
  std::vector<Told> told;
  std::size_t judged = 0;
  for (const auto& mark : material.columns[s]) {
    if (mark.kind != ColumnKind::mark || mark.positives < kLeastOfAClass) continue;
    judged = std::max(judged, mark.given);
    for (const auto& label : material.columns[s]) {
      if (!is_label(label)) continue;
      WithAndWithout counts;
      for (std::size_t f = 0; f < set.size(); ++f)
        if (label.truth[f] != kUnknown && mark.truth[f] != kUnknown)
          counts.add(mark.truth[f] == 1, label.truth[f] == 1);
      if (!counts.enough() || !counts.differ(0.12, 0.05)) continue;
      const std::string name = mark.name.starts_with("quality.") ? mark.name.substr(8) : mark.name;
      told.push_back(
          {std::abs(counts.difference()), label.name + " in " + std::to_string(counts.positive_with) +
                                              " of " + std::to_string(counts.with) + " films with " + name +
                                              ", in " + std::to_string(counts.positive_without) + " of " +
                                              std::to_string(counts.without) + " without"});
      add_figure(finding, {.name = "difference " + label.name + " by " + name,
                           .value = counts.difference(),
                           .ci95 = counts.interval(),
                           .n = counts.with + counts.without,
                           .positives = counts.positive_with + counts.positive_without});
    }
  }
  if (told.empty()) return;
  finding.count = told.size();
  finding.text = "Devices and marks go with labels (" + films(judged) +
                 " judged): " + listed(texts(std::move(told)), 6) +
                 ". Report those labels with and without the mark.";
  findings.push_back(std::move(finding));
}

}  // namespace roentgen::hygiene
