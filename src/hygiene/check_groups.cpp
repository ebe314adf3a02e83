// Whether the source, the view, the sex or the age of a film tells the label.
#include <set>

#include "hygiene/check_columns.h"
#include "hygiene/told.h"

namespace roentgen::hygiene {

void check_groups(const Material& material, std::size_t s, std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  struct Kind {
    const char *check, *before, *after;
    Severity severity;
    std::string (*of)(const dataset::Film&);
  };
  const Kind kinds[] = {
      {"source_tells_label", "The source alone",
       "A network that knows the hospital is right without reading the film: report by source, and test on a "
       "source it never saw.",
       Severity::warning, [](const dataset::Film& f) { return f.source; }},
      {"view_tells_label", "The view alone",
       "A network can read the view (bedside films are of the sick): report every figure by view.",
       Severity::warning, [](const dataset::Film& f) { return f.view; }},
      {"sex_tells_label", "The sex alone", "Report by sex.", Severity::note,
       [](const dataset::Film& f) { return f.sex; }},
      {"age_tells_label", "The age group alone", "Report by age.", Severity::note,
       [](const dataset::Film& f) { return dataset::age_group(f.age); }}};
  for (const auto& kind : kinds) {
    Finding finding = empty_finding(kind.severity, kind.check, set.name);
    std::vector<Told> told;
    for (const auto& label : material.columns[s]) {
      if (!is_label(label)) continue;
      const auto rows =
          rows_of(material, s, label, [&](std::size_t f) { return !kind.of(set.films()[f]).empty(); });
      std::vector<std::string> groups;
      for (const auto& at : rows.films) groups.push_back(kind.of(material.film(at)));
      group_and_label(rows, groups, label.name, labels_in(material.columns[s]), finding, told);
    }
    finish(std::move(finding), std::move(told), kind.before, kind.after, findings);
  }
}

void check_groups_across_sets(const Material& material, std::vector<Finding>& findings) {
  if (material.sets.size() < 2) return;
  Finding finding = empty_finding(Severity::warning, "source_tells_label", {});
  std::vector<Told> told;
  std::set<std::string> names;
  for (const auto& columns : material.columns)
    for (const auto& column : columns)
      if (is_label(column)) names.insert(column.name);
  for (const auto& name : names) {
    Rows rows;
    std::vector<std::string> groups;
    std::set<std::size_t> sets;
    for (std::size_t s = 0; s < material.sets.size(); ++s) {
      const Column* label = find_column(material.columns[s], name);
      if (label == nullptr || !is_label(*label)) continue;
      for (std::size_t f = 0; f < label->truth.size(); ++f) {
        if (label->truth[f] == kUnknown) continue;
        rows.add(material, {s, f}, label->truth[f]);
        groups.push_back(material.sets[s].name + "/" + material.sets[s].films()[f].source);
        sets.insert(s);
      }
    }
    if (sets.size() > 1) group_and_label(rows, groups, name, names.size(), finding, told);
  }
  finish(std::move(finding), std::move(told), "Pooled over the sets, the set and source alone",
         "Figures of pooled sets measure where a film is from.", findings);
}

}  // namespace roentgen::hygiene
