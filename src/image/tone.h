// Which greys matter, and a curve that shows them.
#pragma once

#include <span>
#include <vector>

#include "image/contour.h"
#include "image/image.h"

namespace roentgen::image {

// Display values.
struct GreyRange {
  double low = 0;
  double high = 65535;
};

// The greys of `small` inside `region` (pixels of `small`) where there is structure: flat background,
// collimator, painted borders and the strongest edges do not count, nor does plain black or white. If hardly
// anything has structure, all of the region counts.
std::vector<float> relevant_greys(const Plane& small, const Box& region);

// Their percentiles; changes the order of `greys`. Without greys the whole range.
GreyRange percentiles(std::vector<float>& greys, double low_percent, double high_percent);

// A curve from 0 to 1 over the range, in equal steps, straight between them. steepness 0: a line; 1: the
// S-curve 3 t^2 - 2 t^3. Mixed with `evenness` (0 … 1) of a curve that gives each step as much of white as it
// has greys, but at most about twice its even share (histogram equalisation with a limit: S. M. Pizer et al.,
// Computer Vision, Graphics, and Image Processing 39 (1987)).
std::vector<double> tone_curve(std::span<const float> greys, const GreyRange& range, double steepness,
                               double evenness);

// `low` becomes 2 % and `high` 98 % of white, those between follow the curve (two values or more); darker and
// brighter ones share the rest, so that every grey but rounding stays distinct. A range of no width changes
// nothing.
void apply_tone(Image& image, const GreyRange& range, std::span<const double> curve);

}  // namespace roentgen::image
