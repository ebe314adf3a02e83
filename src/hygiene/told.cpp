#include "hygiene/told.h"

#include <cmath>
#include <map>
#include <set>

#include "evaluation/association.h"

namespace roentgen::hygiene {
namespace {

using base::fixed;

constexpr std::size_t kMostGroups = 60;  // beyond, a column is a text; the work grows with their square

std::vector<int> coded(const std::vector<std::string>& names) {
  std::map<std::string, int> codes;
  std::vector<int> list;
  for (const auto& name : names)
    list.push_back(name.empty() ? kUnknown
                                : codes.emplace(name, static_cast<int>(codes.size())).first->second);
  return list;
}

}  // namespace

std::vector<std::string> texts(std::vector<Told> told) {
  std::stable_sort(told.begin(), told.end(), [](const Told& a, const Told& b) { return a.auc > b.auc; });
  std::vector<std::string> list;
  for (auto& one : told) list.push_back(std::move(one.text));
  return list;
}

std::size_t labels_in(const std::vector<Column>& columns) {
  return static_cast<std::size_t>(std::count_if(columns.begin(), columns.end(), is_label));
}

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

double WithAndWithout::difference() const {
  return static_cast<double>(positive_with) / static_cast<double>(with) -
         static_cast<double>(positive_without) / static_cast<double>(without);
}

std::array<double, 2> WithAndWithout::interval() const {
  return evaluation::difference_interval(positive_with, with, positive_without, without);
}

bool WithAndWithout::differ(double much, double sure) const {
  const auto ends = interval();
  return std::abs(difference()) >= much && (ends[0] >= sure || ends[1] <= -sure);
}

}  // namespace roentgen::hygiene
