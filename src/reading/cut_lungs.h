// Whether the film ends inside the lungs: from the outlines and where they meet the border of the picture.
#pragma once

#include <string>
#include <vector>

#include "reading/anatomy.h"
#include "study/gate.h"

namespace roentgen::reading {

// How much of an end of a lung meets the border: the share of the lung's own width (apex, base) or height
// (side) along which the outline runs into it. 0: the whole end lies inside. Where it lies inside, the score
// is minus the gap to the border, as a share of the lung's height (apex, base) or width (side), so that films
// can be ranked.
struct CutScores {
  double apex = 0, left_base = 0, right_base = 0,
         side = 0;  // sides are the patient's; side: the worse of both
};
CutScores cut_scores(const image::Mask& right_lung, const image::Mask& left_lung);

// Above these scores an end counts as cut off. Chosen on films of the training and validation parts, cut by
// our own code at known places (docs/QUALITY_GATE.md).
struct CutLimits {
  double apex = 0.20, base = 0.05, side = 0.10;
};

// Checks cut_apex, cut_left_base, cut_right_base, cut_side; none if a lung is missing.
std::vector<study::Check> cut_checks(const std::vector<Structure>& structures, const CutLimits& limits = {});

std::string describe_cut_limits(const CutLimits& limits);

}  // namespace roentgen::reading
