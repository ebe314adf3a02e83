// Moiré: the stripes that two pixel grids leave where one is photographed through the other.
#pragma once

#include <optional>

#include "image/image.h"

namespace roentgen::image {

// How far the strongest wave stands out of the picture's spectrum: the decimal logarithm of its power over
// the median of all waves of the same length, from the mean of nine pieces of 256 x 256 pixels. Only waves of
// 2 to 25 pixels that run neither along the rows nor along the columns (3 degrees at least): the lines of an
// anti-scatter grid, a detector's seams and the blocks of JPEG lie along them, two grids that were never
// aligned do not. Radiographs lie around 1, and 3 is a thousandfold. Nothing for sides below 128 pixels
// (pieces of 128 x 128 below 256).
std::optional<double> moire_prominence(const Image& image);

}  // namespace roentgen::image
