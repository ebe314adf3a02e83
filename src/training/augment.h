// Random changes that a radiograph may undergo without changing what it shows.
#pragma once

#include "image/image.h"
#include "training/random.h"
#include "training/recipe.h"

namespace roentgen::training {

struct Augmented {
  image::Plane input;  // -1…1
  image::Mask mask;    // empty if there was none
};

// grey: 0…255 for -1…1. The mask follows the geometry (warped with nearest neighbour), never the intensity.
Augmented augment(const image::Mask& grey, const image::Mask& mask, const AugmentSpec& spec, Random random);

// The same without any change: for validation.
image::Plane plain(const image::Mask& grey);

}  // namespace roentgen::training
