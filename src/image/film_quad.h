// A film on a photograph: where it lies, and the film seen from straight above.
#pragma once

#include <array>
#include <optional>

#include "image/contour.h"
#include "image/image.h"

namespace roentgen::image {

// Top left, top right, bottom right, bottom left, in pixels of the photograph.
using Quad = std::array<Point, 4>;

// The film's corners: the largest convex four-sided area that is brighter or darker than what surrounds it
// (Otsu's threshold at 512 pixels, a line fitted to each side, the corners where the lines meet). Nothing if
// there is none of at least 20 % of the picture with angles of 50 … 130 degrees, or if it is all of the
// picture already.
std::optional<Quad> find_film(const Image& photograph);

// The area within the corners as a rectangle, as long and as wide as its sides are on average. Bilinear. The
// true proportions of the film are not known; strongly slanted views come out a few per cent too short.
Image seen_from_above(const Image& photograph, const Quad& film);

}  // namespace roentgen::image
