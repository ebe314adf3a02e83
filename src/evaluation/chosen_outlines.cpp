#include "evaluation/chosen_outlines.h"

#include <algorithm>
#include <map>

#include "base/counted.h"
#include "evaluation/outlined.h"

namespace roentgen::evaluation {
namespace {

using base::counted;
using base::ErrorCode;

// Masks that cannot be what they were taken for.
struct Refused {
  std::string first;  // image
  std::size_t count = 0;
};
using Refusals = std::map<std::string, Refused>;  // by the reason

// The names a folder of masks/ may have.
std::vector<std::string> folder_names(const model::Card& card) {
  std::vector<std::string> names;
  bool lungs = false;
  for (const auto& structure : card.structures) {
    names.push_back(structure.name);
    lungs = lungs || structure.name == "right_lung" || structure.name == "left_lung";
  }
  if (lungs) names.insert(names.end(), {"lung", kLungs});
  return names;
}

std::optional<std::size_t> choose(const std::vector<dataset::Outlines>& all, const dataset::Film& film,
                                  Refusals& refusals) {
  for (std::size_t k = 0; k < all.size(); ++k) {
    if (!has_outline(all[k], film)) continue;
    const std::string against = against_assumption(all[k], film);
    if (against.empty()) return k;
    Refused& refused = refusals[against];
    if (refused.count++ == 0) refused.first = film.image;
  }
  return std::nullopt;
}

std::string told(const Refusals& refusals) {
  std::string text;
  for (const auto& [reason, refused] : refusals)
    text += (text.empty() ? "" : "; ") + counted(refused.count, "mask", "masks") + " " + reason +
            " (first: that of " + refused.first + ")";
  return text;
}

void note_assumptions(const ChosenOutlines& chosen, std::vector<std::string>& remarks) {
  std::map<dataset::OutlineKind, std::size_t> assumed;
  for (std::size_t i = 0; i < chosen.of_film.size(); ++i)
    if (const auto* outlines = chosen.of(i); outlines && outlines->assumed) ++assumed[outlines->kind];
  for (const auto& [kind, count] : assumed)
    remarks.push_back("There is no masks.json: of " + counted(count, "film", "films") +
                      (kind == dataset::OutlineKind::layers
                           ? " it was assumed that each folder of masks/ outlines what it is named after."
                           : " it was assumed that the masks mean 1 = right_lung, 2 = left_lung, 3 = heart "
                             "(right and left of the patient)."));
}

void note_conventions(const ChosenOutlines& chosen, std::vector<std::string>& remarks) {
  std::map<std::string, std::size_t> conventions;
  for (std::size_t i = 0; i < chosen.of_film.size(); ++i)
    if (const auto* outlines = chosen.of(i)) ++conventions[outlines->convention];
  for (const auto& [convention, count] : conventions)
    if (!convention.empty())
      remarks.push_back("convention of the outlines of " + counted(count, "film", "films") + ": " +
                        convention);
}

}  // namespace

std::string structures_of(const model::Card& card) {
  std::string names;
  for (const auto& structure : card.structures) names += (names.empty() ? "" : ", ") + structure.name;
  return names;
}

base::Result<ChosenOutlines> choose_outlines(const model::Card& card, const dataset::Table& table,
                                             std::vector<std::string>& remarks) {
  auto all = dataset::read_outlines(table, folder_names(card));
  if (!all) return std::unexpected(all.error());
  std::erase_if(*all, [&](const auto& outlines) { return !shares_structures(card, outlines.legend); });
  if (all->empty())
    return base::fail(ErrorCode::unusable_input,
                      "masks.json names none of " + structures_of(card) +
                          " as a value of a folder of kind \"index\", \"bits\" or \"binary\".",
                      (table.folder / "masks.json").string());
  std::ranges::stable_sort(*all, {}, &dataset::Outlines::kind);  // index first, binary last

  ChosenOutlines chosen{.all = std::move(*all), .of_film = {}};
  Refusals refusals;
  for (const auto& film : table.films) chosen.of_film.push_back(choose(chosen.all, film, refusals));
  const bool none = std::ranges::none_of(chosen.of_film, [](const auto& place) { return place.has_value(); });
  if (none && !refusals.empty())
    return base::fail(
        ErrorCode::unusable_input,
        "There is no masks.json, and the masks are not 1 = right_lung, 2 = left_lung, 3 = heart "
        "or one folder for each structure: " +
            told(refusals) + ".",
        (table.folder / "masks.json").string());
  if (none) {
    const dataset::MaskFolder& first = chosen.all.front().folders.front();
    return base::fail(ErrorCode::unusable_input,
                      "No film has a mask that names one of " + structures_of(card) +
                          ": the mask of a.jpg is a" + first.suffix + ".png in " +
                          first.folder.filename().string() + "/.",
                      table.folder.string());
  }
  if (!refusals.empty())
    remarks.push_back("There is no masks.json, and not every mask can be what was assumed: " +
                      told(refusals) + ". They are not looked at.");
  note_assumptions(chosen, remarks);
  note_conventions(chosen, remarks);
  return chosen;
}

}  // namespace roentgen::evaluation
