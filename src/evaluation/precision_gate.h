// What a network loses when it computes with fewer digits.
#pragma once

#include <string>

#include "base/result.h"
#include "dataset/npz.h"
#include "evaluation/evaluate.h"
#include "model/engine.h"

namespace roentgen::evaluation {

inline constexpr double kMostLost = 0.002;  // of AUC or Dice

struct Accuracy {
  std::string metric;  // "auc": mean over the labels; "dice": mean over the structures
  double value = 0;
  int films = 0;
  std::vector<std::pair<std::string, double>> of;  // per label or structure
};
base::Result<Accuracy> accuracy_of(const model::Engine& engine, const dataset::PictureTable& set,
                                   const std::string& split, const EvaluationOptions& options);

// Whether `other` may take the place of `exact`.
bool keeps(const Accuracy& exact, const Accuracy& other, double most_lost = kMostLost);

// Processor time of one image on one thread, in milliseconds: the medians of rounds that alternate between
// the two, so that a slow spell of the machine meets both alike. Both engines must have been loaded with one
// thread.
struct Pace {
  double first_ms = 0, second_ms = 0;
};
base::Result<Pace> pace_of(const model::Engine& first, const model::Engine& second, int rounds = 15);

}  // namespace roentgen::evaluation
