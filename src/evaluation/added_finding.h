// What a card says of a finding that was added as a prototype of a few examples.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "evaluation/prototype.h"
#include "model/card.h"

namespace roentgen::evaluation {

struct AddedFinding {
  model::Label label;         // as given, with calibration, threshold and a title that says what it is
  model::LinearLabel linear;  // for model::add_label
  double left_out_auc = 0;    // of the examples, each judged by the others
};

// `label` has name, title, column and its values. The calibration (Platt) and the threshold (specificity of
// 0.90 or more) are those of the examples, each judged by the prototype of the others (left_out_logits).
// `usage` with fewer than two patients with, or ten without it.
base::Result<AddedFinding> added_finding(model::Label label, std::span<const FeatureFilm> examples,
                                         const std::string& where);

// auc, sensitivity and specificity at the threshold, of the finding on these films, with patient bootstrap;
// none if a kind of film is missing.
std::vector<model::Metric> figures_of(const AddedFinding& finding, std::span<const FeatureFilm> films);

// The sentence for the card's limits.
std::string limit_of(const AddedFinding& finding, std::span<const FeatureFilm> examples,
                     std::span<const model::Metric> measured, const std::string& where);

}  // namespace roentgen::evaluation
