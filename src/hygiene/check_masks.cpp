// masks.json and the masks: do they lie on their films, and do two sets mean the same by them?
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "hygiene/check.h"

namespace roentgen::hygiene {
namespace {

namespace fs = std::filesystem;

void one_folder(const Material& material, std::size_t s, const dataset::MaskFolder& folder,
                std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  auto unreadable = empty_finding(Severity::error, "mask_unreadable", set.name),
       shape = empty_finding(Severity::error, "mask_of_other_shape", set.name),
       empty = empty_finding(Severity::warning, "mask_empty", set.name),
       unknown = empty_finding(Severity::warning, "mask_value_unknown", set.name);
  std::size_t masks = 0;
  std::set<int> strange;
  for (std::size_t f = 0; f < set.size(); ++f) {
    const auto& film = set.films()[f];
    if (!set.read(f) || !dataset::has_mask(folder, film)) continue;
    ++masks;
    const auto note = [&](Finding& finding, const std::string& caption) {
      ++finding.count;
      add_example(finding, {.films = {{s, f}}, .caption = caption});
    };
    const auto mask = dataset::read_mask(folder, film);
    if (!mask) {
      note(unreadable, mask.error().message);
      continue;
    }
    // A small difference is a rounding of the other side when the picture was shrunk.
    if (std::abs(mask->rows - set.looks[f].print.rows) > 1 ||
        std::abs(mask->columns - set.looks[f].print.columns) > 1)
      note(shape, std::to_string(mask->columns) + " x " + std::to_string(mask->rows) + " on a film of " +
                      std::to_string(set.looks[f].print.columns) + " x " +
                      std::to_string(set.looks[f].print.rows));
    bool any = false, odd = false;
    for (const auto value : mask->samples) {
      any = any || value != 0;
      if (value != 0 && !folder.structures.contains(value)) {
        odd = true;
        strange.insert(value);
      }
    }
    if (!any) note(empty, "an empty mask");
    if (odd) note(unknown, "a value that masks.json does not name");
  }
  const std::string where =
      folder.folder.filename().string() + (folder.suffix.empty() ? "" : " (" + folder.suffix + ")");
  const auto tell = [&](Finding& finding, const std::string& text) {
    if (finding.count == 0) return;
    finding.text = std::to_string(finding.count) + " of " + counted(masks, "mask", "masks") + " in " + where +
                   " " + text + " First: " + material.film(finding.examples.front().films.front()).image +
                   ".";
    findings.push_back(std::move(finding));
  };
  tell(unreadable, "cannot be read.");
  tell(shape, "not of the film's shape.");
  tell(empty, "with nothing outlined.");
  std::vector<std::string> values;
  for (const int value : strange) values.push_back(std::to_string(value));
  tell(unknown, "with values that masks.json does not name: " + listed(values) + ".");
}

}  // namespace

void check_masks(const Material& material, std::vector<Finding>& findings) {
  std::map<std::string, std::map<std::string, std::vector<std::string>>>
      conventions;  // structure, convention, sets
  for (std::size_t s = 0; s < material.sets.size(); ++s) {
    const Set& set = material.sets[s];
    std::error_code error;
    if (set.kind != SetKind::labelled || !fs::exists(set.path / "masks.json", error)) continue;
    const auto folders = dataset::read_mask_folders(set.pictures.table);
    if (!folders) {
      findings.push_back({.severity = Severity::error,
                          .check = "masks_unreadable",
                          .set = set.name,
                          .text = "masks.json cannot be used: " + folders.error().message,
                          .count = 1,
                          .examples = {},
                          .figures = {}});
      continue;
    }
    for (const auto& folder : *folders) {
      one_folder(material, s, folder, findings);
      for (const auto& [value, structure] : folder.structures) {
        // "right_lung" and "lung" are one structure here.
        const auto cut = structure.rfind('_');
        const std::string kind = cut == std::string::npos ? structure : structure.substr(cut + 1);
        if (folder.convention.empty()) continue;
        auto& named = conventions[kind][folder.convention];
        if (named.empty() || named.back() != set.name) named.push_back(set.name);
      }
    }
  }
  for (const auto& [structure, meanings] : conventions) {
    if (meanings.size() < 2 || structure != "lung") continue;
    std::vector<std::string> told;
    for (const auto& [convention, names] : meanings)
      told.push_back("\"" + convention + "\" (" + listed(names) + ")");
    findings.push_back({.severity = Severity::warning,
                        .check = "two_mask_conventions",
                        .set = {},
                        .text = "The sets outline the " + structure + " by different conventions: " +
                                listed(told) + ". A Dice across them measures the convention.",
                        .count = meanings.size(),
                        .examples = {},
                        .figures = {}});
  }
}

}  // namespace roentgen::hygiene
