#include "reading/acceptance.h"

#include <algorithm>

namespace roentgen::reading {
namespace {

bool accepts(const model::Card& card, std::string_view view) {
  return card.accepts_view.empty() || std::ranges::find(card.accepts_view, view) != card.accepts_view.end();
}

}  // namespace

study::ModelFitness may_read(const model::Card& card, const Subject& subject) {
  study::ModelFitness fitness{card.name, study::Fitness::fit, {}};
  const auto refuse = [&](const char* code, const std::string& text) {
    fitness.outcome = study::Fitness::not_fit;
    fitness.reasons.push_back({code, text});
  };
  if (card.least_age_years > 0) {
    const std::string limit = std::to_string(card.least_age_years) + " years.";
    if (subject.age_years && *subject.age_years < card.least_age_years)
      refuse("too_young", "The model " + card.name + " was not made for patients under " + limit);
    if (!subject.age_years && subject.looks_like_child)
      refuse("too_young",
             "The file does not say the age and the picture looks like a small child's; the model " +
                 card.name + " was not made for patients under " + limit);
  }
  if (card.most_age_years > 0) {
    const std::string limit = std::to_string(card.most_age_years) + " years.";
    if (subject.age_years && *subject.age_years > card.most_age_years)
      refuse("too_old", "The model " + card.name + " was not made for patients over " + limit);
    if (!subject.age_years && !subject.looks_like_child)
      refuse("too_old",
             "The file does not say the age and the picture does not look like a small child's; the model " +
                 card.name + " was not made for patients over " + limit);
  }
  if (subject.photograph && !card.accepts_photographs)
    refuse("photograph", "The model " + card.name +
                             " was not made for photographs of a film or a screen; send the original file.");
  if (subject.orientation_unclear)
    refuse("orientation_unclear", "It is not clear which way up the film is or whether it is inverted.");
  if ((subject.view == View::frontal_pa && !accepts(card, "PA")) ||
      (subject.view == View::frontal_ap && !accepts(card, "AP")))
    refuse("wrong_view", "The model " + card.name + " was not made for this view.");
  if (subject.least_side < card.least_side_pixels)
    refuse("too_small", "The shorter side of the picture has " + std::to_string(subject.least_side) +
                            " pixels; the model " + card.name + " needs " +
                            std::to_string(card.least_side_pixels) + ".");
  return fitness;
}

}  // namespace roentgen::reading
