// Where the expected grade is cut into grades.
#pragma once

#include <span>
#include <vector>

#include "evaluation/ordinal.h"

namespace roentgen::evaluation {

struct GradeCuts {
  std::vector<double> cuts;   // see model::Grading; empty: rounding is as good
  double kappa_rounded = 0;   // quadratic kappa of these films
  double kappa_held_out = 0;  // of each tenth of the patients with the cuts of the other nine
};

// The rising cuts with the largest quadratic kappa, each within 0.4 of the half between its grades, found by
// changing one at a time until none gets better. Of equally good places the middle one.
std::vector<double> best_cuts(std::span<const GradedFilm> films, int grades);

// Cuts of all films, unless cuts say the grades of patients they were not chosen on no better than rounding.
GradeCuts choose_cuts(std::span<const GradedFilm> films, int grades);

}  // namespace roentgen::evaluation
