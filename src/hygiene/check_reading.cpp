// Films that cannot be read, are named twice, or stand in the folder and not in the table.
#include <algorithm>
#include <filesystem>
#include <map>
#include <unordered_set>

#include "hygiene/check.h"

namespace roentgen::hygiene {
namespace {

namespace fs = std::filesystem;

void unreadable(const Material& material, std::size_t s, std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  std::map<std::string, std::vector<std::size_t>> reasons;
  std::size_t count = 0;
  for (std::size_t f = 0; f < set.looks.size(); ++f)
    if (!set.looks[f].read()) {
      reasons[set.looks[f].error].push_back(f);
      ++count;
    }
  if (count == 0) return;
  Finding finding{.severity = set.kind == SetKind::pictures ? Severity::note : Severity::error,
                  .check = "unreadable",
                  .set = set.name,
                  .text = films(count) + " of " + std::to_string(set.size()) + " cannot be read:",
                  .count = count,
                  .examples = {},
                  .figures = {}};
  std::size_t told = 0;
  for (const auto& [reason, members] : reasons) {
    if (told++ < 4)
      finding.text += " " + set.films()[members.front()].image +
                      (members.size() > 1 ? " and " + std::to_string(members.size() - 1) + " more" : "") +
                      ": " + reason;
    add_figure(finding,
               {.name = reason, .value = static_cast<double>(members.size()), .ci95 = {}, .n = set.size()});
  }
  findings.push_back(std::move(finding));
}

void even(const Material& material, std::size_t s, std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  Finding finding = empty_finding(Severity::error, "empty_pictures", set.name);
  for (std::size_t f = 0; f < set.looks.size(); ++f)
    if (set.read(f) && set.looks[f].print.thumb.even) {
      ++finding.count;
      add_example(finding, {.films = {{s, f}}, .caption = "one grey value"});
    }
  if (finding.count == 0) return;
  finding.text = films(finding.count) + " of one grey value all over: nothing is on the picture. First: " +
                 material.film(finding.examples.front().films.front()).image + ".";
  findings.push_back(std::move(finding));
}

void listed_twice(const Material& material, std::size_t s, std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  std::map<std::string, std::size_t> rows;
  for (const auto& film : set.films()) ++rows[film.image];
  std::vector<std::string> twice;
  for (const auto& [name, times] : rows)
    if (times > 1) twice.push_back(name);
  if (twice.empty()) return;
  findings.push_back({.severity = Severity::error,
                      .check = "listed_twice",
                      .set = set.name,
                      .text = counted(twice.size(), "name stands", "names stand") +
                              " in more than one row of metadata.csv: " + listed(twice) + ".",
                      .count = twice.size(),
                      .examples = {},
                      .figures = {}});
}

// Pictures in images/ that no row names: left over, or rows were lost.
void not_listed(const Material& material, std::size_t s, std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  if (set.kind != SetKind::labelled) return;
  const fs::path folder = set.path / "images";
  std::unordered_set<std::string> named;
  for (const auto& film : set.films()) named.insert(fs::path(film.image).lexically_normal().generic_string());
  std::vector<std::string> extra;
  std::error_code error;
  constexpr std::size_t kMost = 1'000'000;
  std::size_t seen = 0;
  auto walk = fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied, error);
  for (; !error && walk != fs::recursive_directory_iterator() && ++seen < kMost; walk.increment(error)) {
    if (!walk->is_regular_file(error)) continue;
    const auto name = walk->path().lexically_relative(folder).generic_string();
    if (!named.contains(name) && !named.contains("images/" + name)) extra.push_back(name);
  }
  if (extra.empty()) return;
  std::sort(extra.begin(), extra.end());
  findings.push_back({.severity = Severity::note,
                      .check = "not_listed",
                      .set = set.name,
                      .text = counted(extra.size(), "file", "files") +
                              " in images/ that no row of metadata.csv names: " + listed(extra, 3) + ".",
                      .count = extra.size(),
                      .examples = {},
                      .figures = {}});
}

}  // namespace

void check_reading(const Material& material, std::vector<Finding>& findings) {
  for (std::size_t s = 0; s < material.sets.size(); ++s) {
    const Set& set = material.sets[s];
    if (!set.has_pictures())
      findings.push_back({.severity = Severity::note,
                          .check = "no_pictures",
                          .set = set.name,
                          .text = "metadata.csv has no column \"image\": only the table was checked, " +
                                  counted(set.size(), "row", "rows") + ".",
                          .count = set.size(),
                          .examples = {},
                          .figures = {}});
    if (set.kind == SetKind::pictures)
      findings.push_back({.severity = Severity::note,
                          .check = "no_table",
                          .set = set.name,
                          .text = "The folder has no metadata.csv: only the pictures were checked, " +
                                  films(set.size()) + ".",
                          .count = set.size(),
                          .examples = {},
                          .figures = {}});
    for (const auto& remark : set.remarks)
      findings.push_back({.severity = Severity::warning,
                          .check = "file_left_out",
                          .set = set.name,
                          .text = remark,
                          .count = 1,
                          .examples = {},
                          .figures = {}});
    const auto binaries = std::count_if(material.columns[s].begin(), material.columns[s].end(),
                                        [](const Column& column) { return column.binary(); });
    if (static_cast<std::size_t>(binaries) >= kMostBinary)
      findings.push_back({.severity = Severity::warning,
                          .check = "columns_left_out",
                          .set = set.name,
                          .text = "The table has very many columns of 0 and 1: only the first " +
                                  std::to_string(kMostBinary) + " were checked.",
                          .count = 1,
                          .examples = {},
                          .figures = {}});
    unreadable(material, s, findings);
    even(material, s, findings);
    listed_twice(material, s, findings);
    not_listed(material, s, findings);
  }
}

}  // namespace roentgen::hygiene
