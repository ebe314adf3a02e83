// The figures of a detector's boxes.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "evaluation/classification.h"
#include "evaluation/groups.h"
#include "evaluation/matching.h"

namespace roentgen::evaluation {

// One film whose boxes are known, for one label. Boxes in pixels of the picture, found and true ones.
struct DetectedFilm {
  Facts facts;
  BoxedFilm boxes;
  int longer_side = 1;  // of the picture
};

// A true box is small below a side (square root of its area) of 5 % of the picture's longer side, large from
// 10 %: about thirds of the fractures of limb_fracture.
inline constexpr double kSmallSide = 0.05, kLargeSide = 0.10;

// For each group: map50 and map30 (average precision at an overlap of 0.5 and 0.3, see matching.h); at an
// overlap of 0.3 froc_sensitivity_0.5, _1 and _2 (at that many false boxes a film), and box_sensitivity,
// box_precision and false_boxes_per_film at `shown_from`. n = films, positives = films with a box. For all
// films also froc_sensitivity_1 of the groups size=small, size=medium and size=large; there n = true boxes.
// Intervals by patient bootstrap. Groups as in groups.h; those without a box are left out, but for "all", of
// which false_boxes_per_film is known even so.
std::vector<model::Metric> detection_metrics(const std::string& label, int index, double shown_from,
                                             std::span<const DetectedFilm> films,
                                             const MetricOptions& options);

}  // namespace roentgen::evaluation
