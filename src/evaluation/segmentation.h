// The figures of a segmenter from its masks and the outlines.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/table.h"
#include "evaluation/classification.h"
#include "evaluation/groups.h"
#include "evaluation/overlap.h"
#include "model/card.h"

namespace roentgen::evaluation {

inline constexpr const char* kLungs = "lungs";  // right and left lung together
inline constexpr const char* kRatio = "cardiothoracic_ratio";

struct OutlinedFilm {
  Facts facts;
  std::map<std::string, Overlap> overlaps;  // by structure, and "lungs"
  std::optional<double> ratio;              // of the outlines; only if both sides can be measured
  std::optional<double> predicted_ratio;    // empty where the prediction lacks the heart or the lungs
};

// Compares what both sides name: every structure of the card that the mask's legend knows AND the mask shows
// (an outline that is not drawn may be missing or absent, so it is not judged), and "lungs" = right_lung,
// left_lung and lung together. A structure the prediction lacks counts with Dice 0. Pixels the legend calls
// "ignore" do not count. `predicted` holds structure k of the card as k + 1 and has the size of `outlined`.
OutlinedFilm compare(const model::Card& card, const image::Mask& predicted, const dataset::MaskFolder& legend,
                     const image::Mask& outlined);

// Whether the legend names anything of the card's.
bool shares_structures(const model::Card& card, const dataset::MaskFolder& legend);

// dice and jaccard: mean over films, per structure and group; mae of label "cardiothoracic_ratio": mean
// absolute difference between both masks' ratios, over the films where both can be measured. positives is 0:
// the word has no meaning here.
base::Result<std::vector<model::Metric>> segmentation_metrics(const model::Card& card,
                                                              std::span<const OutlinedFilm> films,
                                                              const MetricOptions& options);

}  // namespace roentgen::evaluation
