// How many films of each class there are: in the set, in each split, in each group of people.
#include <algorithm>
#include <cmath>
#include <map>

#include "base/text.h"
#include "evaluation/association.h"
#include "hygiene/check.h"

namespace roentgen::hygiene {
namespace {

using base::fixed;

// Below ten of a class the 95 % interval of an AUC is about 0.3 wide, of a sensitivity 0.5: no figure.
constexpr std::size_t kFew = 10;
constexpr double kTypicalAuc = 0.8;
constexpr double kLargeShift = 0.1;  // of the prevalence between two splits
constexpr double kSureShift = 0.03;  // its 95 % interval must lie beyond

struct Share {
  std::size_t positives = 0, negatives = 0;
  std::size_t known() const { return positives + negatives; }
};

std::map<std::string, Share> shares(const Set& set, const Column& label,
                                    std::string (*group)(const dataset::Film&)) {
  std::map<std::string, Share> parts;
  for (std::size_t f = 0; f < set.size(); ++f) {
    const std::string name = group(set.films()[f]);
    if (name.empty() || label.truth[f] == kUnknown) continue;
    Share& share = parts[name];
    (label.truth[f] == 1 ? share.positives : share.negatives) += 1;
  }
  return parts;
}

bool is_label(const Column& column) {
  return column.kind == ColumnKind::label || column.kind == ColumnKind::normal;
}

void add_shares(Finding& finding, const Column& label, const std::string& group, const Share& share) {
  if (share.known() == 0) return;
  add_figure(finding, {.name = label.name + " " + group,
                       .value = static_cast<double>(share.positives) / static_cast<double>(share.known()),
                       .ci95 = evaluation::part_interval(share.positives, share.known()),
                       .n = share.known(),
                       .positives = share.positives});
}

void few(const Set& set, const std::vector<Column>& columns, std::vector<Finding>& findings) {
  Finding finding = empty_finding(Severity::warning, "few_of_a_class", set.name);
  std::vector<std::string> none;
  std::vector<std::pair<std::size_t, std::string>> poor;
  std::size_t fewest = kFew, others = 0;
  for (const auto& label : columns) {
    if (!is_label(label)) continue;
    if (label.positives == 0 || label.negatives == 0) {
      none.push_back(label.name + " (" + (label.positives == 0 ? "no positive" : "no negative") + ")");
      continue;
    }
    for (const auto& [split, share] :
         shares(set, label, [](const dataset::Film& film) { return film.split; })) {
      const std::size_t least = std::min(share.positives, share.negatives);
      if (least >= kFew) continue;
      poor.push_back({least, label.name + " " + std::to_string(least) +
                                 (share.positives <= share.negatives ? "" : " negatives") + " in " + split});
      add_shares(finding, label, "split=" + split, share);
      if (least > 0 && least < fewest) fewest = least, others = std::max(share.positives, share.negatives);
    }
  }
  if (!none.empty())
    findings.push_back({.severity = Severity::warning,
                        .check = "one_class_only",
                        .set = set.name,
                        .text = "Labels of which the set knows one class only: " + listed(none) +
                                ". Nothing can be learned or measured there.",
                        .count = none.size(),
                        .examples = {},
                        .figures = {}});
  if (poor.empty()) return;
  std::stable_sort(poor.begin(), poor.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> told;
  for (auto& [least, text] : poor) told.push_back(std::move(text));
  finding.count = told.size();
  finding.text = "Fewer than " + std::to_string(kFew) + " films of a class: " + listed(told, 14) + ".";
  if (others > 0)
    finding.text += " With " + std::to_string(fewest) + " an AUC of 0.8 has a 95 % interval of +-" +
                    fixed(evaluation::auc_half_width(kTypicalAuc, fewest, others), 2) +
                    " (Hanley and McNeil 1982): make no claim.";
  findings.push_back(std::move(finding));
}

// Grades and kinds: a class that a split hardly has.
void few_of_a_grade(const Set& set, const std::vector<Column>& columns, std::vector<Finding>& findings) {
  for (const auto& column : columns) {
    if (column.kind != ColumnKind::category || column.name == "source" || column.name == "view" ||
        column.name == "sex")
      continue;
    const std::string name = bare(column.name);
    static const std::vector<std::string> kGrades{"grade",  "class", "part",      "finding", "label",
                                                  "tissue", "kind",  "diagnosis", "stage"};
    if (std::none_of(kGrades.begin(), kGrades.end(),
                     [&](const auto& word) { return name.find(word) != std::string::npos; }))
      continue;
    std::map<std::string, std::vector<std::size_t>> counts;
    for (std::size_t f = 0; f < set.size(); ++f) {
      if (column.codes[f] == kUnknown) continue;
      auto& of_split = counts[set.films()[f].split];
      of_split.resize(column.values.size());
      ++of_split[static_cast<std::size_t>(column.codes[f])];
    }
    std::vector<std::string> told;
    for (const auto& [split, of_split] : counts)
      for (std::size_t v = 0; v < of_split.size(); ++v)
        if (of_split[v] < kFew)
          told.push_back(column.values[v] + ": " + std::to_string(of_split[v]) +
                         (split.empty() ? "" : " in " + split));
    if (told.empty()) continue;
    findings.push_back({.severity = Severity::note,
                        .check = "few_of_a_grade",
                        .set = set.name,
                        .text = "Values of " + column.name + " with fewer than " + std::to_string(kFew) +
                                " films: " + listed(told, 8) + ".",
                        .count = told.size(),
                        .examples = {},
                        .figures = {}});
  }
}

// The classes are mixed otherwise in the splits: thresholds and accuracies do not carry over.
void shifts(const Set& set, const std::vector<Column>& columns, std::vector<Finding>& findings) {
  Finding finding = empty_finding(Severity::warning, "class_share_differs", set.name);
  std::vector<std::string> told;
  for (const auto& label : columns) {
    if (!is_label(label)) continue;
    const auto parts = shares(set, label, [](const dataset::Film& film) { return film.split; });
    const auto train = parts.find("train");
    if (train == parts.end()) continue;
    for (const auto& [split, share] : parts) {
      if (split == "train" || share.known() == 0 || train->second.known() == 0) continue;
      const auto& from = train->second;
      const double here = static_cast<double>(share.positives) / static_cast<double>(share.known());
      const double there = static_cast<double>(from.positives) / static_cast<double>(from.known());
      const auto interval =
          evaluation::difference_interval(share.positives, share.known(), from.positives, from.known());
      if (std::abs(here - there) < kLargeShift || (interval[0] < kSureShift && interval[1] > -kSureShift))
        continue;
      told.push_back(label.name + " " + fixed(100 * there, 0) + " % in train, " + fixed(100 * here, 0) +
                     " % in " + split + " (" + std::to_string(share.positives) + " of " +
                     std::to_string(share.known()) + ")");
      add_figure(finding, {.name = label.name + " " + split + " less train",
                           .value = here - there,
                           .ci95 = interval,
                           .n = share.known(),
                           .positives = share.positives});
    }
  }
  if (told.empty()) return;
  finding.count = told.size();
  finding.text = "The splits hold other shares of a class: " + listed(told, 5) +
                 ". Thresholds, accuracies and calibration do not carry over; compare AUCs.";
  findings.push_back(std::move(finding));
}

// Groups of people with too few positives to say anything about a model's fairness to them.
void small_groups(const Set& set, const std::vector<Column>& columns, std::vector<Finding>& findings) {
  Finding finding = empty_finding(Severity::note, "few_in_a_group", set.name);
  struct Kind {
    const char* name;
    std::string (*of)(const dataset::Film&);
  };
  constexpr std::size_t kMostGroups = 20;  // beyond, the column is a text
  const Kind kinds[] = {{"sex", [](const dataset::Film& f) { return f.sex; }},
                        {"age", [](const dataset::Film& f) { return dataset::age_group(f.age); }},
                        {"view", [](const dataset::Film& f) { return f.view; }},
                        {"source", [](const dataset::Film& f) { return f.source; }}};
  std::map<std::string, std::size_t> poor;  // by group: labels with too few
  std::size_t labels = 0;
  for (const auto& label : columns) {
    if (!is_label(label) || label.positives < 2 * kFew || label.negatives < 2 * kFew) continue;
    ++labels;
    for (const auto& kind : kinds) {
      const auto parts = shares(set, label, kind.of);
      if (parts.size() < 2 || parts.size() > kMostGroups) continue;
      for (const auto& [group, share] : parts) {
        add_shares(finding, label, std::string(kind.name) + "=" + group, share);
        if (std::min(share.positives, share.negatives) < kFew) ++poor[std::string(kind.name) + "=" + group];
      }
    }
  }
  if (poor.empty()) return;
  std::vector<std::string> told;
  for (const auto& [group, n] : poor)
    told.push_back(group + " (" + std::to_string(n) + " of " + std::to_string(labels) + " labels)");
  finding.count = poor.size();
  finding.text = "Groups with fewer than " + std::to_string(kFew) + " films of a class: " + listed(told, 8) +
                 ". Figures for them mean little.";
  findings.push_back(std::move(finding));
}

}  // namespace

void check_balance(const Material& material, std::vector<Finding>& findings) {
  for (std::size_t s = 0; s < material.sets.size(); ++s) {
    const Set& set = material.sets[s];
    few(set, material.columns[s], findings);
    few_of_a_grade(set, material.columns[s], findings);
    shifts(set, material.columns[s], findings);
    small_groups(set, material.columns[s], findings);
  }
}

}  // namespace roentgen::hygiene
