// Second check: is there a picture at all? Looks at grey values alone, before any network runs.
#pragma once

#include <string>

#include "image/image.h"
#include "reading/verdict.h"

namespace roentgen::reading {

// Limits in shares of the full range 0…65535 or of the pixels. Chosen with room around 1,500 chest films of
// six sources: there the range is at least 0.27, white 0.06 and black 0.63 of the pixels at most, 108 grey
// levels at least.
struct PictureLimits {
  int least_side_pixels = 128;
  double least_range = 0.03;    // between the 0.5th and the 99.5th percentile
  double most_white = 0.40;     // share of pixels within 0.4 % of white
  double most_black = 0.90;     // share of pixels within 0.4 % of black
  int least_levels = 24;        // of 256 equal steps, how many occur
  double largest_aspect = 2.5;  // long side / short side
};

// Reason codes: too_small, blank, few_grey_levels, saturated_white, saturated_black, wrong_shape.
Verdict judge_picture(const image::Image& image, const PictureLimits& limits);

std::string describe_limits(const PictureLimits& limits);

}  // namespace roentgen::reading
