// Outlines of a reading as pixels of the stored picture.
#pragma once

#include <span>
#include <vector>

#include "image/image.h"
#include "study/reading.h"

namespace roentgen::objects {

// 1 where a pixel's centre lies inside of a polygon (even-odd) or on its border, else 0. Polygons in pixels
// of the picture, origin at the centre of the top-left pixel; what lies outside of it is cut off. Points that
// are not finite numbers leave their polygon out.
image::Mask mask_of_polygons(std::span<const std::vector<study::Point>> polygons, int rows, int columns);

}  // namespace roentgen::objects
