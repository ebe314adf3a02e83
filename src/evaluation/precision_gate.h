// What a network loses when it computes with fewer digits.
#pragma once

#include <string>

#include "base/result.h"
#include "dataset/npz.h"
#include "evaluation/evaluate.h"
#include "model/engine.h"

namespace roentgen::evaluation {

inline constexpr double kMostLost = 0.002;  // of each figure, which are all from 0 to 1

// One figure of a package, the larger the better: a mean over its labels or structures.
struct GateFigure {
  std::string metric;  // "auc", "dice", "map50", "quadratic_kappa", "1 - smape"
  double value = 0;
  std::vector<std::pair<std::string, double>> of;  // per label or structure
};

struct Accuracy {
  std::vector<GateFigure> figures;  // classification: auc, and quadratic_kappa of a grading; detection: auc
                                    // and map50; segmentation: dice; landmarks: 1 - smape of the Cobb angles
  int films = 0;
};
// `unusable_input` if the films lack the truth of any of the package's figures.
base::Result<Accuracy> accuracy_of(const model::Engine& engine, const dataset::PictureTable& set,
                                   const std::string& split, const EvaluationOptions& options);

// The figure that falls most from `exact` to `other`, as an index into both; they have the same figures.
std::size_t worst_of(const Accuracy& exact, const Accuracy& other);

// Whether `other` may take the place of `exact`: no figure of it falls by more.
bool keeps(const Accuracy& exact, const Accuracy& other, double most_lost = kMostLost);

// Processor time of one image on one thread, in milliseconds: the medians of rounds that alternate between
// the two, so that a slow spell of the machine meets both alike. Both engines must have been loaded with one
// thread.
struct Pace {
  double first_ms = 0, second_ms = 0;
};
base::Result<Pace> pace_of(const model::Engine& first, const model::Engine& second, int rounds = 15);

}  // namespace roentgen::evaluation
