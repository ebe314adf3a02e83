// Whether a border of the picture was kept dark by the collimator (or by a frame around a smaller film).
#pragma once

#include "image/image.h"
#include "study/gate.h"

namespace roentgen::reading {

// The largest share of dark pixels (below 6 % of white) along one of the four borders, of the picture
// averaged down to 256 x 256: 0 … 1.
double dark_border(const image::Image& picture);

// The check collimation: told, never held against the film, for a visible border is good practice.
study::Check collimation_check(const image::Image& picture);

inline constexpr double kDarkBorder = 0.92;  // largest sensitivity + specificity on val, docs/QUALITY_GATE.md

}  // namespace roentgen::reading
