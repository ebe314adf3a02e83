// Bedside films (AP) with and without the label, in each source: where that differs much the view is a
// shortcut there, and where it turns round between sources pooled figures mix two opposite ones.
#include <map>

#include "evaluation/association.h"
#include "hygiene/check_columns.h"
#include "hygiene/told.h"

namespace roentgen::hygiene {

using base::fixed;

void check_view_by_source(const Material& material, std::size_t s, std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  constexpr double kMuch = 0.15, kSure = 0.05;
  Finding finding = empty_finding(Severity::warning, "view_and_label_by_source", set.name);
  std::vector<Told> told;
  for (const auto& label : material.columns[s]) {
    if (!is_label(label)) continue;
    struct Counts {
      std::size_t with = 0, bedside_with = 0, without = 0, bedside_without = 0;
    };
    std::map<std::string, Counts> sources;
    for (std::size_t f = 0; f < set.size(); ++f) {
      const auto& film = set.films()[f];
      if (film.view.empty() || label.truth[f] == kUnknown) continue;
      auto& counts = sources[film.source];
      const std::size_t bedside = film.view.starts_with("AP") ? 1 : 0;
      (label.truth[f] == 1 ? counts.with : counts.without) += 1;
      (label.truth[f] == 1 ? counts.bedside_with : counts.bedside_without) += bedside;
    }
    for (const auto& [source, c] : sources) {
      if (c.with < kLeastOfAClass || c.without < kLeastOfAClass) continue;
      const auto interval =
          evaluation::difference_interval(c.bedside_with, c.with, c.bedside_without, c.without);
      const double difference = static_cast<double>(c.bedside_with) / static_cast<double>(c.with) -
                                static_cast<double>(c.bedside_without) / static_cast<double>(c.without);
      if (std::abs(difference) < kMuch || (interval[0] < kSure && interval[1] > -kSure)) continue;
      add_figure(finding, {.name = "bedside difference " + label.name + " source=" + source,
                           .value = difference,
                           .ci95 = interval,
                           .n = c.with + c.without,
                           .positives = c.with});
      const auto part = [](std::size_t k, std::size_t n) {
        return fixed(100.0 * static_cast<double>(k) / static_cast<double>(n), 0) + " %";
      };
      told.push_back({std::abs(difference), label.name + (source.empty() ? "" : " in " + source) + ": " +
                                                part(c.bedside_with, c.with) +
                                                " of the films with it are AP, " +
                                                part(c.bedside_without, c.without) + " of those without"});
    }
  }
  if (told.empty()) return;
  finding.count = told.size();
  finding.text = "The bedside view (AP) goes with the label or against it, source by source: " +
                 listed(texts(std::move(told)), 6) +
                 ". A network can read the view: report by source and view.";
  findings.push_back(std::move(finding));
}

}  // namespace roentgen::hygiene
