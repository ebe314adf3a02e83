// A finding told from a few examples, without training: the prototype of films that show it against that of
// films that do not, in the space of a network's pooled features.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "evaluation/statistics.h"
#include "model/add_label.h"

namespace roentgen::evaluation {

// One film as a network sees it.
struct FeatureFilm {
  std::string patient;          // "" is a patient of its own
  std::vector<float> features;  // of every film as many
  int truth = 0;                // 1: shows the finding, 0: does not
};

// Which of two means is closer: half the difference of the squared distances, a linear function of the
// features (Snell, Swersky, Zemel, "Prototypical networks", NeurIPS 2017). Covariances are left alone: with
// twenty examples and a thousand features they are noise, and shrunken ones told devices from the features of
// chest-findings no better. 0 halfway between the two means. Needs a film of both kinds.
model::LinearLabel prototype_of(std::span<const FeatureFilm> films);

double logit_of(const model::LinearLabel& label, std::span<const float> features);

// What the prototype of the other films says of each film: every film with the finding is left out with all
// of its patient's films in turn, the others in five parts by patient. In the films' order. Needs films of
// two patients with, and of two without the finding.
std::vector<Scored> left_out_logits(std::span<const FeatureFilm> films);

}  // namespace roentgen::evaluation
