// Labels that contradict each other, and labels that go together without exception.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/text.h"
#include "evaluation/association.h"
#include "hygiene/check.h"

namespace roentgen::hygiene {
namespace {

using base::fixed;

std::string percent(std::size_t part, std::size_t all) {
  return fixed(all == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(all), 0) + " %";
}

std::vector<std::string> patients_of(const Set& set) {
  std::vector<std::string> patients;
  for (const auto& film : set.films()) patients.push_back(film.patient);
  return patients;
}

struct Together {
  std::size_t first = 0, both = 0, second = 0,
              known = 0;  // films with a, with a and b, with b, with both known
};

Together together(const Column& a, const Column& b) {
  Together counts;
  for (std::size_t f = 0; f < a.truth.size(); ++f) {
    if (a.truth[f] == kUnknown || b.truth[f] == kUnknown) continue;
    ++counts.known;
    counts.first += a.truth[f] == 1 ? 1 : 0;
    counts.second += b.truth[f] == 1 ? 1 : 0;
    counts.both += a.truth[f] == 1 && b.truth[f] == 1 ? 1 : 0;
  }
  return counts;
}

// "Nothing found" and a finding on one film. A column that is as common among the normal films as among the
// others (survival, an operation) is no finding and contradicts nothing; one that is rarer than a third of
// that among them is.
void normal_with_finding(const Material& material, std::size_t s, std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  auto finding = empty_finding(Severity::error, "normal_with_finding", set.name);
  auto disagree = empty_finding(Severity::warning, "second_reading_finds", set.name);
  std::vector<std::string> names, other_names;
  std::set<std::size_t> films_of_finding;
  for (const auto& normal : material.columns[s]) {
    if (normal.kind != ColumnKind::normal) continue;
    for (const auto& column : material.columns[s]) {
      if (column.kind != ColumnKind::label) continue;
      const auto counts = together(normal, column);
      if (counts.both == 0 || counts.first == 0 || counts.known == counts.first) continue;
      const double among_normal = static_cast<double>(counts.both) / static_cast<double>(counts.first);
      const double among_others =
          static_cast<double>(counts.second - counts.both) / static_cast<double>(counts.known - counts.first);
      const bool second = !second_reading_of(column.name).empty();
      if (!second && among_normal * 3 > among_others && counts.known > 20) continue;
      Finding& kind = second ? disagree : finding;
      (second ? other_names : names).push_back(column.name + " " + std::to_string(counts.both));
      for (std::size_t f = 0; f < set.size(); ++f)
        if (normal.truth[f] == 1 && column.truth[f] == 1) {
          if (!second) films_of_finding.insert(f);
          add_example(kind, {.films = {{s, f}}, .caption = normal.name + "=1 and " + column.name + "=1"});
        }
      kind.count += counts.both;
    }
  }
  finding.count = films_of_finding.size();
  if (!names.empty()) {
    finding.text = films(finding.count) + " called normal and given a finding at once (" + listed(names) +
                   "). First: " + material.film(finding.examples.front().films.front()).image + ".";
    findings.push_back(std::move(finding));
  }
  if (!other_names.empty()) {
    disagree.text = films(disagree.count) + " called normal where a second reading finds something (" +
                    listed(other_names) + ").";
    findings.push_back(std::move(disagree));
  }
}

// Two columns that name one finding by two readers.
void two_readings(const Material& material, std::size_t s, std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  constexpr double kGoodKappa = 0.6;  // "substantial" agreement of Landis and Koch (Biometrics 33, 1977)
  const auto patients = patients_of(set);
  auto finding = empty_finding(Severity::warning, "two_readings_disagree", set.name);
  std::vector<std::string> told;
  for (const auto& second : material.columns[s]) {
    const std::string name = second_reading_of(second.name);
    if (!second.binary() || name.empty()) continue;
    for (const auto& first : material.columns[s]) {
      if (!first.binary() || &first == &second || bare(first.name) != name) continue;
      const auto counts = together(first, second);
      const auto agreement = evaluation::kappa(first.truth, second.truth, patients);
      if (counts.known < 20 || std::isnan(agreement.value)) continue;
      add_figure(finding, {.name = "kappa " + first.name + " " + second.name,
                           .value = agreement.value,
                           .ci95 = agreement.ci95,
                           .n = counts.known,
                           .positives = counts.first});
      if (agreement.value >= kGoodKappa) continue;
      told.push_back(first.name + " and " + second.name + ": kappa " + fixed(agreement.value, 2) + " [" +
                     fixed(agreement.ci95[0], 2) + ", " + fixed(agreement.ci95[1], 2) + "] on " +
                     films(counts.known) + ", " + std::to_string(counts.both) + " of " +
                     std::to_string(counts.first) + " with the first have the second, " +
                     std::to_string(counts.second - counts.both) + " of " +
                     std::to_string(counts.known - counts.first) + " without it");
    }
  }
  if (told.empty()) return;
  finding.count = told.size();
  finding.text = "Two readings of one finding agree poorly. " + listed(told) +
                 ". Measure on the reading by those who saw the film.";
  findings.push_back(std::move(finding));
}

// b always goes with a: by definition, or because of how the films were chosen. A network can learn one for
// the other.
void always_together(const Material& material, std::size_t s, std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  constexpr std::size_t kLeastFilms = 20;
  constexpr double kNearlyAll = 0.97;
  auto marks = empty_finding(Severity::warning, "mark_is_label", set.name);
  auto labels = empty_finding(Severity::note, "labels_go_together", set.name);
  std::vector<std::string> of_marks, of_labels;
  for (const auto& a : material.columns[s]) {
    if (a.kind != ColumnKind::label && a.kind != ColumnKind::mark) continue;
    for (const auto& b : material.columns[s]) {
      if (b.kind != ColumnKind::label || &a == &b) continue;
      const auto counts = together(a, b);
      const std::size_t others = counts.known - counts.first;
      if (counts.first < kLeastFilms || others < kLeastFilms) continue;
      const double with = static_cast<double>(counts.both) / static_cast<double>(counts.first);
      const double without = static_cast<double>(counts.second - counts.both) / static_cast<double>(others);
      if (with < kNearlyAll || without > 0.8) continue;
      const bool mark = a.kind == ColumnKind::mark;
      (mark ? of_marks : of_labels)
          .push_back(b.name + " in " + std::to_string(counts.both) + " of " + std::to_string(counts.first) +
                     " with " + a.name + " and in " + percent(counts.second - counts.both, others) +
                     " of the others");
      Finding& finding = mark ? marks : labels;
      ++finding.count;
      add_figure(finding, {.name = "part with " + b.name + " of " + a.name,
                           .value = with,
                           .ci95 = evaluation::part_interval(counts.both, counts.first),
                           .n = counts.first,
                           .positives = counts.both});
    }
  }
  if (marks.count > 0) {
    marks.text = "A mark or device tells the label: " + listed(of_marks, 4) +
                 ". A network can learn the mark; report with and without it.";
    findings.push_back(std::move(marks));
  }
  if (labels.count > 0) {
    labels.text = "Labels that go together without exception, by definition or by choice of films: " +
                  listed(of_labels, 4) + ".";
    findings.push_back(std::move(labels));
  }
}

// No film without one of few labels: there are no films to be right about the absence of everything.
void nothing_without(const Material& material, std::size_t s, std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  std::vector<const Column*> labels;
  for (const auto& column : material.columns[s]) {
    if (column.kind == ColumnKind::normal && column.positives > 0) return;
    if (column.kind == ColumnKind::label && column.positives > 0) labels.push_back(&column);
  }
  if (labels.empty() || set.size() < 10) return;
  std::vector<bool> covered(set.size());
  std::vector<std::string> cover;
  std::size_t left = set.size();
  // Greedy: the label that covers most of what is left.
  while (left > 0 && cover.size() < 4) {
    const Column* best = nullptr;
    std::size_t most = 0;
    for (const Column* label : labels) {
      std::size_t gained = 0;
      for (std::size_t f = 0; f < set.size(); ++f) gained += !covered[f] && label->truth[f] == 1 ? 1 : 0;
      if (gained > most) most = gained, best = label;
    }
    if (best == nullptr) return;
    for (std::size_t f = 0; f < set.size(); ++f)
      if (best->truth[f] == 1) covered[f] = true;
    left -= most;
    cover.push_back(best->name);
  }
  if (left > 0) return;
  auto finding = empty_finding(Severity::note, "no_film_without", set.name);
  finding.count = set.size();
  finding.text = "Every film has at least one of " + listed(cover) +
                 ": if these are findings, the set has no normal films, and no specificity can be measured.";
  findings.push_back(std::move(finding));
}

// Grades that each of two eyes or knees shares: a label of the other side is no input.
void duplicate_columns(const Material& material, std::size_t s, std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  std::vector<std::string> pairs;
  const auto& columns = material.columns[s];
  for (std::size_t i = 0; i < columns.size(); ++i)
    for (std::size_t j = i + 1; j < columns.size(); ++j) {
      const auto &a = columns[i], &b = columns[j];
      if (a.kind != ColumnKind::label && a.kind != ColumnKind::normal) continue;
      if (b.kind != ColumnKind::label && b.kind != ColumnKind::normal) continue;
      const auto counts = together(a, b);
      if (counts.known < 20 || counts.first == 0 || counts.first == counts.known) continue;
      const bool same = counts.both == counts.first && counts.both == counts.second;
      const bool opposite = counts.both == 0 && counts.first + counts.second == counts.known;
      if (same || opposite) pairs.push_back(a.name + (same ? " = " : " = not ") + b.name);
    }
  if (pairs.empty()) return;
  auto finding = empty_finding(Severity::note, "same_label_twice", set.name);
  finding.count = pairs.size();
  finding.text = "Labels that say the same: " + listed(pairs) + ". Count them once.";
  findings.push_back(std::move(finding));
}

}  // namespace

void check_labels(const Material& material, std::vector<Finding>& findings) {
  for (std::size_t s = 0; s < material.sets.size(); ++s) {
    normal_with_finding(material, s, findings);
    two_readings(material, s, findings);
    always_together(material, s, findings);
    nothing_without(material, s, findings);
    duplicate_columns(material, s, findings);
  }
}

}  // namespace roentgen::hygiene
