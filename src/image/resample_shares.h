// A small map of shares, enlarged to the film it was made from.
#pragma once

#include "image/image.h"

namespace roentgen::image {

// resample(plane, rows, columns) of image/resample.h, its 0…1 as 0…255 to the nearest: a byte a pixel, where
// floats of a whole film would be 30 MB. Values outside are clamped; what is no number is 0.
Mask resample_shares(const Plane& plane, int rows, int columns);

}  // namespace roentgen::image
