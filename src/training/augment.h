// Random changes that a radiograph may undergo without changing what it shows.
#pragma once

#include "base/random.h"
#include "image/image.h"
#include "image/resample.h"
#include "training/recipe.h"

namespace roentgen::training {

struct Augmented {
  image::Plane input;                                // -1…1
  image::Mask mask;                                  // empty if there was none
  image::Affine target_to_source{1, 0, 0, 0, 1, 0};  // how it was moved
};

// grey: 0…255 for -1…1. The mask follows the geometry (warped with nearest neighbour), never the intensity.
Augmented augment(const image::Mask& grey, const image::Mask& mask, const AugmentSpec& spec,
                  base::Random random);

// The same without any change: for validation.
image::Plane plain(const image::Mask& grey);

}  // namespace roentgen::training
