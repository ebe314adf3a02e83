// Does a film that shows something look unusual to a network that knows nothing of it?
#pragma once

#include <span>
#include <vector>

#include "evaluation/prototype.h"
#include "model/card.h"

namespace roentgen::evaluation {

inline constexpr double kFalseAlarms = 0.05;

// The distance from the training data (reading/classify.h) as an alarm for the films with truth 1:
//   auc           with against without
//   sensitivity   share of the films with it beyond the distance that 5 % of those without it exceed
// With 95 % patient bootstrap, label "unusual"; none if a kind of film is missing.
std::vector<model::Metric> unusual_figures(const model::Reference& reference,
                                           std::span<const FeatureFilm> films);

}  // namespace roentgen::evaluation
