// What validation films decide about a trained classifier: calibration, thresholds, and what counts as far
// from the training data. Test films are never used here.
#pragma once

#include <span>
#include <vector>

#include "model/card.h"
#include "training/recipe.h"

namespace roentgen::training {

// What the exported network says of one film, and the truth.
struct JudgedFilm {
  std::vector<float> logits;    // one a label
  std::vector<float> features;  // pooled
  std::vector<float> truth;     // per label 1, 0, or -1 for unknown
  std::string patient;
};

// Platt scaling of each label and the threshold that its rule asks for, both on `val`. A label of which `val`
// knows fewer than kLeastPositives positive or negative films keeps slope 1, intercept 0 and threshold 0.5,
// and says so.
inline constexpr int kLeastPositives = 3;
// `rules`: one for each label.
void calibrate(std::vector<model::Label>& labels, std::span<const JudgedFilm> val,
               std::span<const ThresholdRule> rules);

// Where the expected grade is cut, on `val` with the labels calibrated; does nothing for a card without
// grades.
void choose_grade_cuts(model::Card& card, std::span<const JudgedFilm> val);

// Mean and deviation of the features of `train` films, and the largest distance that 99.5 % of `val` films
// stay below, times 1.25. Both spans hold only films that are to count as "like the training data".
model::Reference reference_of(std::span<const JudgedFilm> train, std::span<const JudgedFilm> val);

}  // namespace roentgen::training
