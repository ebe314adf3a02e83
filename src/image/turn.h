// Quarter turns, mirroring and polarity: exact, no pixel is interpolated.
#pragma once

#include "image/image.h"

namespace roentgen::image {

// Clockwise, as seen; degrees 0, 90, 180 or 270. A turn by 90 puts the left edge on top.
Image turned(const Image& image, int degrees);
Mask turned(const Mask& mask, int degrees);
Plane turned(const Plane& plane, int degrees);

// Left and right exchanged.
Image mirrored(const Image& image);
Mask mirrored(const Mask& mask);

// Black and white exchanged.
Image inverted(const Image& image);

}  // namespace roentgen::image
