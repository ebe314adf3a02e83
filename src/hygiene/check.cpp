#include "hygiene/check.h"

#include <algorithm>
#include <map>

namespace roentgen::hygiene {

base::Result<Material> gather(const std::vector<std::string>& paths, const CheckOptions& options) {
  Material material;
  material.threads = options.threads;
  for (const auto& path : paths) {
    auto set = open_set(path);
    if (!set) return std::unexpected(set.error());
    material.sets.push_back(std::move(*set));
  }
  std::map<std::string, int> names;
  for (auto& set : material.sets)
    if (const int before = names[set.name]++; before > 0) set.name += " (" + std::to_string(before + 1) + ")";

  std::vector<std::string> missing = options.labels;
  for (const auto& set : material.sets) {
    material.columns.push_back(columns_of(set, options.labels));
    std::erase_if(missing, [&](const auto& label) {
      const Column* column = find_column(material.columns.back(), label);
      return column != nullptr && column->binary();
    });
  }
  if (!missing.empty())
    return base::fail(base::ErrorCode::usage,
                      "There is no column of 0 and 1 of this name in any of the sets.", missing.front());

  std::size_t all = 0;
  for (const auto& set : material.sets) all += set.has_pictures() ? set.size() : 0;
  const auto report = [&](const char* what, std::size_t of) {
    return [&options, what, of](std::size_t done) {
      if (options.progress) options.progress(what, done, of);
    };
  };
  if (auto looked = look_at_films(material.sets, options.threads, report("reading films", all)); !looked)
    return std::unexpected(looked.error());

  std::vector<Print> prints;
  for (std::size_t s = 0; s < material.sets.size(); ++s)
    for (std::size_t f = 0; f < material.sets[s].looks.size(); ++f) {
      if (!material.sets[s].read(f)) continue;
      prints.push_back(material.sets[s].looks[f].print);
      prints.back().set = s;
      material.at.push_back({s, f});
    }
  auto copies = find_copies(prints, {.rules = options.rules,
                                     .threads = options.threads,
                                     .progress = report("comparing films", prints.size())});
  if (!copies) return std::unexpected(copies.error());
  material.copies = std::move(*copies);
  return material;
}

Check check(const Material& material, const CheckOptions& options) {
  Check result;
  auto step = [&, done = std::size_t{0}](const auto& work) mutable {
    constexpr std::size_t kSteps = 12;
    work();
    if (options.progress) options.progress("checking", ++done, kSteps);
  };
  step([&] { check_reading(material, result.findings); });
  step([&] { check_patients(material, result.findings); });
  step([&] { check_copies(material, result.findings); });
  step([&] { check_labels(material, result.findings); });
  step([&] { check_boxes(material, result.findings); });
  step([&] { check_masks(material, result.findings); });
  step([&] { check_landmarks(material, result.findings); });
  step([&] { check_balance(material, result.findings); });
  step([&] { check_columns(material, result.findings); });
  step([&] { check_photometry(material, result); });
  step([&] { check_controls(material, result.findings); });
  step([&] {
    if (options.probes) check_probes(material, result);
  });
  std::stable_sort(result.findings.begin(), result.findings.end(),
                   [](const Finding& a, const Finding& b) { return a.severity < b.severity; });
  return result;
}

}  // namespace roentgen::hygiene
