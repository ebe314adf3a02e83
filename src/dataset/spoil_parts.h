// The larger pieces of spoil.h. Inside this room only.
#pragma once

#include "base/random.h"
#include "dataset/spoil.h"
#include "image/image.h"

namespace roentgen::dataset {

// Arrows, rings and letters such as are burned in for teaching and for papers; one to four of them, anywhere.
image::Image with_overlay(const image::Image& film, base::Random& random);

// Taken with a telephone from a screen or a light box: perspective, what lies around the film, the
// interference of two pixel grids (moiré), reflections, uneven light, tone curve, blur and noise of a small
// camera. The corners are always given.
SpoiledFilm photographed(const image::Image& film, base::Random& random);

}  // namespace roentgen::dataset
