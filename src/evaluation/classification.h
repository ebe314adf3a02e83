// The figures of a classifier from its probabilities and the truth.
#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "evaluation/controls.h"
#include "evaluation/groups.h"
#include "model/card.h"

namespace roentgen::evaluation {

struct MetricOptions {
  int samples = 1000;  // of the bootstrap
  std::uint64_t seed = 1;
  bool controls = true;
  int threads = 0;
};

inline constexpr int kNoGrade = -1;

struct ClassifiedFilm {
  Facts facts;
  std::vector<double> probabilities;  // calibrated, in the card's order of labels
  std::vector<int> truth;             // 1, 0 or kUnknown
  OneNumbers numbers;
  int grade = kNoGrade;  // the true grade's place in the card's list of grades
};

// Per label and group: auc, sensitivity, specificity and their mean (balanced_accuracy) at the card's
// threshold, ece, brier; accuracy of the
// first label if the card's labels shut each other out. n = films of the group whose truth is known,
// positives among them; figures that have no value (one class only) are left out, and so are groups with
// fewer than kLeastGroup such films. Label "mean": the mean AUC of all labels with both classes;
// "mean_nih14": that of the fourteen labels of NIH ChestX-ray14, if the set knows them all. There n = films
// with any known truth, positives = films with any positive label. Controls (group all):
// control_auc_mean_grey, _contrast, _aspect, _sharpness, _source; see controls.h. A card with a grading: the
// rows of grading_metrics() (ordinal.h) first.
base::Result<std::vector<model::Metric>> classification_metrics(const model::Card& card,
                                                                std::span<const ClassifiedFilm> films,
                                                                const MetricOptions& options);

}  // namespace roentgen::evaluation
