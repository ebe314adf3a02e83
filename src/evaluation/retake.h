// A film as it might have come out a moment later.
#pragma once

#include "base/random.h"
#include "image/image.h"

namespace roentgen::evaluation {

// Turned by up to 3 degrees, shifted by up to 3 % of each side, 0.95 to 1.05 times as large, its grey curve
// bent by a gamma between 0.8 and 1.25, with a little noise. What comes in at the edge is black. Same size.
image::Image retaken(const image::Image& picture, base::Random random);

}  // namespace roentgen::evaluation
