// Whether the file's name, or the path it came from, tells the label.
#include <map>
#include <set>

#include "hygiene/check_columns.h"
#include "hygiene/told.h"

namespace roentgen::hygiene {
namespace {

// "hannover_", "adult_", "IM-": what stands before the number in a file's name.
std::string prefix_of(const std::string& image) {
  const auto slash = image.find_last_of('/');
  const std::string name = slash == std::string::npos ? image : image.substr(slash + 1);
  return name.substr(0, std::min(name.find_first_of("0123456789_-"), name.size()));
}

}  // namespace

void check_names(const Material& material, std::size_t s, std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  if (set.kind == SetKind::npz || set.kind == SetKind::table_only) return;
  Finding finding = empty_finding(Severity::note, "name_tells_label", set.name);
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

void check_paths(const Material& material, std::size_t s, std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  std::vector<Told> told;
  Finding finding = empty_finding(Severity::note, "path_tells_label", set.name);
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

}  // namespace roentgen::hygiene
