// The borders of the lungs over a set: which values of a mask are lungs, and the figures by group.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "dataset/outlines.h"
#include "evaluation/classification.h"
#include "evaluation/groups.h"
#include "evaluation/lung_border.h"
#include "model/card.h"

namespace roentgen::evaluation {

inline constexpr const char* kLateralBorder = "lateral_border";
inline constexpr const char* kUpperBorder = "upper_border";

struct BorderedFilm {
  Facts facts;
  std::map<std::string, LungBorder> borders;  // by lung, and "lungs"; empty if the outline shows no lung
};

// "lungs": both together, whether or not the mask tells right from left; "right_lung" and "left_lung" where
// the outline draws both. Where it draws one of the two alone, "lungs" has no figure (kNoBorder), for the
// width of the thorax is not known, and there is nothing else. A lung's outer flank is the one on which the
// outline has it, so a mirrored film is measured too. Empty where the card or the outline has no lungs.
// Pixels the legend calls "ignore" belong to no lung. `predicted` holds structure k of the card as k + 1 and
// has the size of `outlined`.
std::map<std::string, LungBorder> lung_borders(const model::Card& card, const image::Mask& predicted,
                                               const dataset::Legend& legend, const image::Mask& outlined);

// Per group, for each of "right_lung", "left_lung" and "lungs": lateral_border and upper_border (mean over
// films of the sizes), lateral_border_bias and upper_border_bias (of the differences: above 0 where the
// package's lung is the larger one), all in per cent of the width of the thorax, see LungBorder. Positives is
// 0.
std::vector<model::Metric> border_metrics(std::span<const BorderedFilm> films, const MetricOptions& options);

// Sentences: on how many films that show lungs a border could not be compared.
std::vector<std::string> border_remarks(std::span<const BorderedFilm> films);

}  // namespace roentgen::evaluation
