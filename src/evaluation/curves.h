// From a network's score to a probability: which curve, and how steep, from films whose truth is known.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "evaluation/statistics.h"
#include "model/card.h"

namespace roentgen::evaluation {

enum class Curve {
  temperature,  // one number: how sure (Guo et al., ICML 2017)
  platt,        // and how common (Platt 1999)
  beta,         // and both ends on their own (Kull, Silva Filho, Flach, AISTATS 2017)
};
const char* word(Curve curve);
std::optional<Curve> curve_named(const std::string& name);

// The curve with the smallest log loss (with Platt's smoothed targets), slopes not below 0. `films` carry
// logits. fitted_on stays empty. Slope 1, intercept 0 unless both classes are present.
model::Calibration fit_curve(Curve curve, std::span<const Scored> films);

// A patient's part, 0 … parts - 1, the same in every run; a film without a patient goes by its place in the
// list.
int part_of(const std::string& patient, std::size_t place, int parts);

// The curve that predicts best, by log loss, the films of patients it was not fitted on (five parts); of
// equals (within a thousandth) the one with fewer numbers.
Curve choose_curve(std::span<const Scored> films);

}  // namespace roentgen::evaluation
