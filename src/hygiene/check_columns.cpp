// Whether the source, the view, a mark or another column of the table tells the label.
#include <map>
#include <set>

#include "evaluation/association.h"
#include "hygiene/rows.h"

namespace roentgen::hygiene {
namespace {

using base::fixed;
using evaluation::Estimate;

constexpr int kSamples = 1000;
constexpr std::size_t kMostGroups = 60;  // beyond, a column is a text; the work grows with their square

std::vector<int> coded(const std::vector<std::string>& names) {
  std::map<std::string, int> codes;
  std::vector<int> list;
  for (const auto& name : names)
    list.push_back(name.empty() ? kUnknown
                                : codes.emplace(name, static_cast<int>(codes.size())).first->second);
  return list;
}

struct Told {
  double auc = 0;
  std::string text;
};

void by_auc(std::vector<Told>& told) {
  std::stable_sort(told.begin(), told.end(), [](const Told& a, const Told& b) { return a.auc > b.auc; });
}

std::vector<std::string> texts(std::vector<Told> told) {
  by_auc(told);
  std::vector<std::string> list;
  for (auto& one : told) list.push_back(std::move(one.text));
  return list;
}

std::size_t labels_in(const std::vector<Column>& columns) {
  return static_cast<std::size_t>(std::count_if(columns.begin(), columns.end(), is_label));
}

// One kind of group (source, view …) of each film of the rows against their label.
void group_and_label(const Rows& rows, const std::vector<std::string>& groups, const std::string& label,
                     std::size_t questions, Finding& finding, std::vector<Told>& told) {
  const std::size_t values = std::set<std::string>(groups.begin(), groups.end()).size();
  if (!rows.enough() || values < 2 || values > kMostGroups) return;
  const auto films = scored(rows, std::vector<double>(rows.films.size()));
  const auto auc = evaluation::source_auc(films, groups, kSamples, 1);
  const auto v = evaluation::cramers_v(coded(groups), rows.truth, rows.patients, kSamples, 1);
  add_figure(finding, {.name = "auc " + label,
                       .value = auc.value,
                       .ci95 = auc.ci95,
                       .n = rows.films.size(),
                       .positives = rows.positives});
  if (!std::isnan(v.value))
    add_figure(finding, {.name = "cramers_v " + label,
                         .value = v.value,
                         .ci95 = v.ci95,
                         .n = rows.films.size(),
                         .positives = rows.positives});
  if (!tells(auc, questions)) return;
  std::map<std::string, std::array<std::size_t, 2>> parts;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    parts[groups[i]][0] += 1;
    parts[groups[i]][1] += rows.truth[i] == 1 ? 1 : 0;
  }
  std::vector<std::pair<double, std::string>> shares;
  for (const auto& [name, counts] : parts)
    shares.push_back({static_cast<double>(counts[1]) / static_cast<double>(counts[0]),
                      (name.empty() ? "(none)" : name) + " " + std::to_string(counts[1]) + " of " +
                          std::to_string(counts[0])});
  std::sort(shares.begin(), shares.end());
  told.push_back({auc.value, label + " (AUC " + written(auc) + ", V " +
                                 (std::isnan(v.value) ? "-" : fixed(v.value, 2)) + "; from " +
                                 shares.front().second + " to " + shares.back().second + ")"});
}

void finish(Finding finding, std::vector<Told> told, const std::string& before, const std::string& after,
            std::vector<Finding>& findings) {
  if (finding.figures.empty() && told.empty()) return;
  double most = 0;
  for (const auto& one : told) most = std::max(most, one.auc);
  finding.count = told.size();
  if (told.empty()) {
    if (finding.severity == Severity::note) return;
    finding.severity = Severity::note;
    finding.text = before + " tells no label (AUC below " + fixed(kLeastAuc, 2) + " or not surely above " +
                   fixed(kSureAuc, 2) + ").";
  } else {
    if (most >= kAlmostSure && finding.severity == Severity::warning && finding.check == "source_tells_label")
      finding.severity = Severity::error;
    finding.text = before + " tells the label: " + listed(texts(std::move(told)), 5) + ". " + after;
  }
  findings.push_back(std::move(finding));
}

void groups_of_one_set(const Material& material, std::size_t s, std::vector<Finding>& findings) {
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
    Finding finding{.severity = kind.severity,
                    .check = kind.check,
                    .set = set.name,
                    .text = {},
                    .count = 0,
                    .examples = {},
                    .figures = {}};
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

// Bedside films (AP) with and without the label, in each source: where that differs much the view is a
// shortcut there, and where it turns round between sources pooled figures mix two opposite ones.
void view_by_source(const Material& material, std::size_t s, std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  constexpr double kMuch = 0.15, kSure = 0.05;
  Finding finding{.severity = Severity::warning,
                  .check = "view_and_label_by_source",
                  .set = set.name,
                  .text = {},
                  .count = 0,
                  .examples = {},
                  .figures = {}};
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

// Several sets pooled: the set as the source.
void groups_across_sets(const Material& material, std::vector<Finding>& findings) {
  if (material.sets.size() < 2) return;
  Finding finding{.severity = Severity::warning,
                  .check = "source_tells_label",
                  .set = {},
                  .text = {},
                  .count = 0,
                  .examples = {},
                  .figures = {}};
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

bool about_the_taking(const std::string& name) {
  for (const char* word : {"orig", "aspect", "width", "height", "detector", "spacing", "depth", "size",
                           "bits", "location", "modality", "side", "depth", "format", "view"})
    if (bare(name).find(word) != std::string::npos) return true;
  return false;
}

// Where a film may be used and who is to be named: it follows the source, which is told by itself.
bool is_about_rights(const std::string& name) {
  for (const char* word : {"licence", "license", "url", "doi", "repo", "attribution"})
    if (bare(name).find(word) != std::string::npos) return true;
  return false;
}

// Numbers and categories of the table.
void other_columns(const Material& material, std::size_t s, std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  Finding taking{.severity = Severity::warning,
                 .check = "column_tells_label",
                 .set = set.name,
                 .text = {},
                 .count = 0,
                 .examples = {},
                 .figures = {}};
  Finding other = taking, missing = taking;
  other.severity = Severity::note;
  missing.check = "missing_value_tells_label";
  std::vector<Told> of_taking, of_other, of_missing;
  const auto asked = std::count_if(
      material.columns[s].begin(), material.columns[s].end(),
      [](const Column& c) { return c.kind == ColumnKind::number || c.kind == ColumnKind::category; });
  const std::size_t questions = static_cast<std::size_t>(asked) * labels_in(material.columns[s]);
  for (const auto& column : material.columns[s]) {
    const bool number = column.kind == ColumnKind::number, category = column.kind == ColumnKind::category,
               mark = column.name == "multiscan";
    if (column.name == "source" || column.name == "view" || column.name == "sex" || column.name == "age" ||
        is_about_rights(column.name))
      continue;
    const bool part = column.given > kLeastOfAClass && set.size() - column.given > kLeastOfAClass &&
                      column.kind != ColumnKind::constant && !column.name.starts_with("quality.");
    if (!number && !category && !mark && !part) continue;
    for (const auto& label : material.columns[s]) {
      if (!is_label(label) || &label == &column) continue;
      if (number) {
        const auto rows =
            rows_of(material, s, label, [&](std::size_t f) { return !std::isnan(column.numbers[f]); });
        std::vector<double> values;
        for (const auto& at : rows.films) values.push_back(column.numbers[at.film]);
        if (rows.enough())
          if (const auto auc = number_auc(rows, values); tells(auc, questions)) {
            const bool warn = about_the_taking(column.name);
            (warn ? of_taking : of_other)
                .push_back({auc.value, column.name + " tells " + label.name + " with AUC " + written(auc)});
            add_figure(warn ? taking : other, {.name = "auc " + column.name + " " + label.name,
                                               .value = auc.value,
                                               .ci95 = auc.ci95,
                                               .n = rows.films.size(),
                                               .positives = rows.positives});
          }
      } else if (category || mark) {
        const auto known = [&](std::size_t f) {
          return category ? column.codes[f] != kUnknown : column.truth[f] != kUnknown;
        };
        const auto rows = rows_of(material, s, label, known);
        std::vector<std::string> groups;
        for (const auto& at : rows.films)
          groups.push_back(category ? column.values[static_cast<std::size_t>(column.codes[at.film])]
                                    : std::to_string(column.truth[at.film]));
        if (rows.enough() && std::set<std::string>(groups.begin(), groups.end()).size() > 1) {
          const auto films = scored(rows, std::vector<double>(rows.films.size()));
          if (evaluation::source_auc(films, groups, 0, 1).value >= kLeastAuc)
            if (const auto auc = evaluation::source_auc(films, groups, kSamples, 1); tells(auc, questions)) {
              const bool warn = about_the_taking(column.name) || mark;
              (warn ? of_taking : of_other)
                  .push_back({auc.value, column.name + " tells " + label.name + " with AUC " + written(auc)});
              add_figure(warn ? taking : other, {.name = "auc " + column.name + " " + label.name,
                                                 .value = auc.value,
                                                 .ci95 = auc.ci95,
                                                 .n = rows.films.size(),
                                                 .positives = rows.positives});
            }
        }
      }
      if (!part) continue;
      // Whether the value is there at all.
      std::size_t with = 0, positive_with = 0, without = 0, positive_without = 0;
      for (std::size_t f = 0; f < set.size(); ++f) {
        if (label.truth[f] == kUnknown) continue;
        const auto found = set.films()[f].values.find(column.name);
        const bool given = found != set.films()[f].values.end() && !found->second.empty();
        (given ? with : without) += 1;
        (given ? positive_with : positive_without) += label.truth[f] == 1 ? 1 : 0;
      }
      if (with < kLeastOfAClass || without < kLeastOfAClass) continue;
      const auto interval = evaluation::difference_interval(positive_with, with, positive_without, without);
      const double difference = static_cast<double>(positive_with) / static_cast<double>(with) -
                                static_cast<double>(positive_without) / static_cast<double>(without);
      if (std::abs(difference) < 0.2 || (interval[0] < 0.1 && interval[1] > -0.1)) continue;
      of_missing.push_back({std::abs(difference), label.name + " in " + std::to_string(positive_without) +
                                                      " of " + std::to_string(without) +
                                                      " films without a value of " + column.name +
                                                      " and in " + std::to_string(positive_with) + " of " +
                                                      std::to_string(with) + " with one"});
    }
  }
  if (!of_taking.empty())
    finish(std::move(taking), std::move(of_taking), "A column on how the film was made or kept",
           "It must not reach a model, and neither may what it changes in the picture.", findings);
  if (!of_other.empty())
    finish(std::move(other), std::move(of_other), "Another column",
           "A measurement may; if it is not one, it is a shortcut.", findings);
  if (of_missing.empty()) return;
  missing.severity = Severity::note;
  missing.count = of_missing.size();
  missing.text = "That a value is missing tells the label: " + listed(texts(std::move(of_missing)), 4) +
                 ". Never give a model the value or its absence.";
  findings.push_back(std::move(missing));
}

// Devices, letters and marks seen on the film.
void marks(const Material& material, std::size_t s, std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  Finding finding{.severity = Severity::warning,
                  .check = "mark_goes_with_label",
                  .set = set.name,
                  .text = {},
                  .count = 0,
                  .examples = {},
                  .figures = {}};
  std::vector<Told> told;
  std::size_t judged = 0;
  for (const auto& mark : material.columns[s]) {
    if (mark.kind != ColumnKind::mark || mark.positives < kLeastOfAClass) continue;
    judged = std::max(judged, mark.given);
    for (const auto& label : material.columns[s]) {
      if (!is_label(label)) continue;
      std::size_t with = 0, positive_with = 0, without = 0, positive_without = 0;
      for (std::size_t f = 0; f < set.size(); ++f) {
        if (label.truth[f] == kUnknown || mark.truth[f] == kUnknown) continue;
        (mark.truth[f] == 1 ? with : without) += 1;
        (mark.truth[f] == 1 ? positive_with : positive_without) += label.truth[f] == 1 ? 1 : 0;
      }
      if (with < kLeastOfAClass || without < kLeastOfAClass) continue;
      const auto interval = evaluation::difference_interval(positive_with, with, positive_without, without);
      const double difference = static_cast<double>(positive_with) / static_cast<double>(with) -
                                static_cast<double>(positive_without) / static_cast<double>(without);
      if (std::abs(difference) < 0.12 || (interval[0] < 0.05 && interval[1] > -0.05)) continue;
      const std::string name = mark.name.starts_with("quality.") ? mark.name.substr(8) : mark.name;
      told.push_back({std::abs(difference), label.name + " in " + std::to_string(positive_with) + " of " +
                                                std::to_string(with) + " films with " + name + ", in " +
                                                std::to_string(positive_without) + " of " +
                                                std::to_string(without) + " without"});
      add_figure(finding, {.name = "difference " + label.name + " by " + name,
                           .value = difference,
                           .ci95 = interval,
                           .n = with + without,
                           .positives = positive_with + positive_without});
    }
  }
  if (told.empty()) return;
  finding.count = told.size();
  finding.text = "Devices and marks go with labels (" + films(judged) +
                 " judged): " + listed(texts(std::move(told)), 6) +
                 ". Report those labels with and without the mark.";
  findings.push_back(std::move(finding));
}

// "hannover_", "adult_", "IM-": what stands before the number in a file's name.
std::string prefix_of(const std::string& image) {
  const auto slash = image.find_last_of('/');
  const std::string name = slash == std::string::npos ? image : image.substr(slash + 1);
  return name.substr(0, std::min(name.find_first_of("0123456789_-"), name.size()));
}

void names(const Material& material, std::size_t s, std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  if (set.kind == SetKind::npz || set.kind == SetKind::table_only) return;
  Finding finding{.severity = Severity::note,
                  .check = "name_tells_label",
                  .set = set.name,
                  .text = {},
                  .count = 0,
                  .examples = {},
                  .figures = {}};
  std::vector<Told> told;
  std::map<std::string, std::size_t> prefixes;
  for (const auto& film : set.films()) ++prefixes[prefix_of(film.image)];
  if (prefixes.size() < 2 || prefixes.size() > 40) return;
  for (const auto& label : material.columns[s]) {
    if (!is_label(label)) continue;
    const auto rows = rows_of(material, s, label, [](std::size_t) { return true; });
    std::vector<std::string> groups;
    for (const auto& at : rows.films) groups.push_back(prefix_of(material.film(at).image));
    group_and_label(rows, groups, label.name, labels_in(material.columns[s]), finding, told);
  }
  if (!told.empty())
    finish(std::move(finding), std::move(told), "The beginning of the file's name",
           "Names are no input, and a split by name is a split by label.", findings);
}

// "Where the file came from" often names the diagnosis.
void paths(const Material& material, std::size_t s, std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  std::vector<Told> told;
  Finding finding{.severity = Severity::note,
                  .check = "path_tells_label",
                  .set = set.name,
                  .text = {},
                  .count = 0,
                  .examples = {},
                  .figures = {}};
  for (const auto& column : material.columns[s]) {
    if (column.kind != ColumnKind::text || bare(column.name).find("path") == std::string::npos) continue;
    const auto folder = [&](std::size_t f) {
      const auto found = set.films()[f].values.find(column.name);
      const std::string path = found == set.films()[f].values.end() ? "" : found->second;
      const auto slash = path.find_last_of('/');
      return slash == std::string::npos ? std::string() : path.substr(0, slash);
    };
    for (const auto& label : material.columns[s]) {
      if (!is_label(label)) continue;
      const auto rows = rows_of(material, s, label, [](std::size_t) { return true; });
      std::vector<std::string> groups;
      for (const auto& at : rows.films) groups.push_back(folder(at.film));
      if (std::set<std::string>(groups.begin(), groups.end()).size() * 4 > groups.size()) continue;
      group_and_label(rows, groups, label.name + " by " + column.name, labels_in(material.columns[s]),
                      finding, told);
    }
  }
  if (!told.empty())
    finish(std::move(finding), std::move(told), "The folder the file came from",
           "Keep that column away from models.", findings);
}

}  // namespace

void check_columns(const Material& material, std::vector<Finding>& findings) {
  for (std::size_t s = 0; s < material.sets.size(); ++s) {
    groups_of_one_set(material, s, findings);
    view_by_source(material, s, findings);
    other_columns(material, s, findings);
    marks(material, s, findings);
    names(material, s, findings);
    paths(material, s, findings);
  }
  groups_across_sets(material, findings);
}

}  // namespace roentgen::hygiene
