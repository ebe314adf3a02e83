// A film on a photograph: where it lies, and the film seen from straight above.
#pragma once

#include <array>
#include <optional>

#include "image/contour.h"
#include "image/image.h"

namespace roentgen::image {

// Top left, top right, bottom right, bottom left, in pixels of the photograph.
using Quad = std::array<Point, 4>;

// The film's corners: the largest area between two nearly upright and two nearly level straight edges, each
// of which is to be seen from corner to corner and ends there. Nothing if there is none of at least 20 % of
// the picture with angles of 60 … 120 degrees and all corners on the picture, or if a long edge runs outside
// one of its sides: in doubt nothing, for what lies beyond would be cut away.
std::optional<Quad> find_film(const Image& photograph);

// The film and a rim around it, this share of its sides wide, so that an edge found a little too far inside
// costs nothing. May reach beyond the photograph.
constexpr double kRim = 0.015;
Quad with_rim(const Quad& film, double share);

// The area within the corners as a rectangle, as long and as wide as its sides are on average. Bilinear; the
// border repeated. The true proportions of the film are not known; strongly slanted views come out a few per
// cent too short.
Image seen_from_above(const Image& photograph, const Quad& film);

}  // namespace roentgen::image
