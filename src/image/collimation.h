// The part of a radiograph the beam was open for.
#pragma once

#include "image/contour.h"
#include "image/image.h"

namespace roentgen::image {

// The box inside the collimator's edges, in pixels of `small`; all of it if there are none. An edge is a
// straight line, parallel to a side, in the outer 40 % of the picture: along most of it the grey jumps the
// same way, and beyond it there is nothing but white (lead) or a painted black. Blades that stand askew are
// not found, and round ones neither.
Box collimated_region(const Plane& small);

// A box of `small` in pixels of a picture of rows x columns, rounded inwards.
Box scaled(const Box& box, const Plane& small, int rows, int columns);

// The pixels of the box, which must lie inside.
Image cropped(const Image& image, const Box& box);

}  // namespace roentgen::image
