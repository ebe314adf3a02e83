// Changing an image's size and shape.
#pragma once

#include <array>

#include "image/image.h"

namespace roentgen::image {

// Axis by axis: area averaging when shrinking (exact shares of the pixels at the borders, so the mean is
// kept), bilinear between pixel centres when enlarging, the edge repeated. rows, columns >= 1, the source not
// empty.
Plane resample(const Image& image, int rows, int columns);
Plane resample(const Plane& plane, int rows, int columns);
Image resample_image(const Image& image, int rows, int columns);
// The value under the centre of each target pixel.
Mask resample_nearest(const Mask& mask, int rows, int columns);

// x' = m[0] x + m[1] y + m[2], y' = m[3] x + m[4] y + m[5]: from TARGET pixel to SOURCE pixel.
using Affine = std::array<double, 6>;

// Bilinear (nearest for masks); what lies outside the source becomes `outside`. The target has the source's
// size.
Plane warp(const Plane& plane, const Affine& target_to_source, float outside);
Mask warp(const Mask& mask, const Affine& target_to_source);

}  // namespace roentgen::image
