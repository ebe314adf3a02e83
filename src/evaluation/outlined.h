// A segmenter against outlines whose pixels may be several structures at once, and against a ratio that the
// table tells.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dataset/outlines.h"
#include "evaluation/segmentation.h"

namespace roentgen::evaluation {

inline constexpr const char* kRatioColumn = "ctr";  // of metadata.csv: heart width / lung field width

// As those of segmentation.h.
OutlinedFilm compare(const model::Card& card, const image::Mask& predicted, const dataset::Legend& legend,
                     const image::Mask& outlined);
bool shares_structures(const model::Card& card, const dataset::Legend& legend);

// Whether the card has a heart and lungs.
bool measures_ratio(const model::Card& card);

// Of the prediction alone (structure k of the card as k + 1); empty where it lacks the heart or the lungs.
std::optional<double> ratio_on(const model::Card& card, const image::Mask& predicted);

// The number in the column `ctr`, above 0 and at most 1; else empty.
std::optional<double> told_ratio(const dataset::Film& film);

struct ToldFilm {
  Facts facts;
  double told = 0;                 // of the table
  std::optional<double> measured;  // on the prediction
};

// mae of label "ctr", by group: mean absolute difference between the table's ratio and the measured one, over
// the films that have both. positives is 0.
std::vector<model::Metric> told_ratio_metrics(std::span<const ToldFilm> films, const MetricOptions& options);

}  // namespace roentgen::evaluation
