// Which greys matter, and a curve that shows them.
#pragma once

#include "image/contour.h"
#include "image/image.h"

namespace roentgen::image {

// Display values.
struct GreyRange {
  double low = 0;
  double high = 65535;
};

// The percentiles of the greys of `small` inside `region` (pixels of `small`) where there is structure: flat
// background, collimator, painted borders and the strongest edges do not count, nor does plain black or
// white. If hardly anything has structure, all of the region counts.
GreyRange relevant_range(const Plane& small, const Box& region, double low_percent, double high_percent);

// `low` becomes 2 % and `high` 98 % of white; darker and brighter values share the rest, so that every grey
// but rounding stays distinct. steepness 0: straight between them; 1: the S-curve 3 t^2 - 2 t^3. A range of
// no width changes nothing.
void apply_tone(Image& image, const GreyRange& range, double steepness);

}  // namespace roentgen::image
