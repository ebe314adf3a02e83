// Whether another column of the table tells the label: numbers, categories, and whether a value is there at
// all.
#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "hygiene/check_columns.h"
#include "hygiene/told.h"

namespace roentgen::hygiene {
namespace {

using evaluation::Estimate;

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

bool is_asked_elsewhere(const std::string& name) {
  return name == "source" || name == "view" || name == "sex" || name == "age" || is_about_rights(name);
}

// Given for some films and not for others, many of both.
bool is_part_given(const Column& column, std::size_t films) {
  return column.given > kLeastOfAClass && films - column.given > kLeastOfAClass &&
         column.kind != ColumnKind::constant && !column.name.starts_with("quality.");
}

struct Answer {
  Estimate auc;
  std::size_t n = 0, positives = 0;
};

std::optional<Answer> number_tells(const Material& material, std::size_t s, const Column& column,
                                   const Column& label, std::size_t questions) {
  const auto rows =
      rows_of(material, s, label, [&](std::size_t f) { return !std::isnan(column.numbers[f]); });
  if (!rows.enough()) return std::nullopt;
  std::vector<double> values;
  for (const auto& at : rows.films) values.push_back(column.numbers[at.film]);
  const auto auc = number_auc(rows, values);
  if (!tells(auc, questions)) return std::nullopt;
  return Answer{auc, rows.films.size(), rows.positives};
}

// A category, or a 0/1 column as one.
std::optional<Answer> category_tells(const Material& material, std::size_t s, const Column& column,
                                     const Column& label, std::size_t questions) {
  const bool category = column.kind == ColumnKind::category;
  const auto rows = rows_of(material, s, label, [&](std::size_t f) {
    return category ? column.codes[f] != kUnknown : column.truth[f] != kUnknown;
  });
  std::vector<std::string> groups;
  for (const auto& at : rows.films)
    groups.push_back(category ? column.values[static_cast<std::size_t>(column.codes[at.film])]
                              : std::to_string(column.truth[at.film]));
  if (!rows.enough() || std::set<std::string>(groups.begin(), groups.end()).size() < 2) return std::nullopt;
  const auto films = scored(rows, std::vector<double>(rows.films.size()));
  if (!(evaluation::source_auc(films, groups, 0, 1).value >= kLeastAuc)) return std::nullopt;
  const auto auc = evaluation::source_auc(films, groups, kSamples, 1);
  if (!tells(auc, questions)) return std::nullopt;
  return Answer{auc, rows.films.size(), rows.positives};
}

WithAndWithout given_and_missing(const Set& set, const Column& column, const Column& label) {
  WithAndWithout counts;
  for (std::size_t f = 0; f < set.size(); ++f) {
    if (label.truth[f] == kUnknown) continue;
    const auto found = set.films()[f].values.find(column.name);
    counts.add(found != set.films()[f].values.end() && !found->second.empty(), label.truth[f] == 1);
  }
  return counts;
}

struct Findings {
  Finding finding;
  std::vector<Told> told;
};

void tell(Findings& to, const Column& column, const Column& label, const Answer& answer) {
  to.told.push_back(
      {answer.auc.value, column.name + " tells " + label.name + " with AUC " + written(answer.auc)});
  add_figure(to.finding, {.name = "auc " + column.name + " " + label.name,
                          .value = answer.auc.value,
                          .ci95 = answer.auc.ci95,
                          .n = answer.n,
                          .positives = answer.positives});
}

void tell_missing(Findings& to, const Column& column, const Column& label, const WithAndWithout& counts) {
  to.told.push_back(
      {std::abs(counts.difference()), label.name + " in " + std::to_string(counts.positive_without) + " of " +
                                          std::to_string(counts.without) + " films without a value of " +
                                          column.name + " and in " + std::to_string(counts.positive_with) +
                                          " of " + std::to_string(counts.with) + " with one"});
}

}  // namespace

void check_other_columns(const Material& material, std::size_t s, std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  const auto& columns = material.columns[s];
  Findings taking{empty_finding(Severity::warning, "column_tells_label", set.name), {}};
  Findings other{empty_finding(Severity::note, "column_tells_label", set.name), {}};
  Findings missing{empty_finding(Severity::note, "missing_value_tells_label", set.name), {}};
  const auto asked = std::count_if(columns.begin(), columns.end(), [](const Column& c) {
    return c.kind == ColumnKind::number || c.kind == ColumnKind::category;
  });
  const std::size_t questions = static_cast<std::size_t>(asked) * labels_in(columns);
  for (const auto& column : columns) {
    if (is_asked_elsewhere(column.name)) continue;
    const bool number = column.kind == ColumnKind::number,
               mark = column.name == "multiscan" && column.binary();
    const bool category = column.kind == ColumnKind::category || mark;
    const bool part = is_part_given(column, set.size());
    if (!number && !category && !part) continue;
    for (const auto& label : columns) {
      if (!is_label(label) || &label == &column) continue;
      std::optional<Answer> answer;
      if (number) {
        answer = number_tells(material, s, column, label, questions);
      } else if (category) {
        answer = category_tells(material, s, column, label, questions);
      }
      if (answer)
        tell(about_the_taking(column.name) || (mark && !number) ? taking : other, column, label, *answer);
      if (!part) continue;
      const auto counts = given_and_missing(set, column, label);
      if (counts.enough() && counts.differ(0.2, 0.1)) tell_missing(missing, column, label, counts);
    }
  }
  if (!taking.told.empty())
    finish(std::move(taking.finding), std::move(taking.told), "A column on how the film was made or kept",
           "It must not reach a model, and neither may what it changes in the picture.", findings);
  if (!other.told.empty())
    finish(std::move(other.finding), std::move(other.told), "Another column",
           "A measurement may; if it is not one, it is a shortcut.", findings);
  if (missing.told.empty()) return;
  missing.finding.count = missing.told.size();
  missing.finding.text =
      "That a value is missing tells the label: " + listed(texts(std::move(missing.told)), 4) +
      ". Never give a model the value or its absence.";
  findings.push_back(std::move(missing.finding));
}

}  // namespace roentgen::hygiene
