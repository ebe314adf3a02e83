// From display values to network input; the same code in training, evaluation and reading.
#pragma once

#include "image/image.h"
#include "model/card.h"

namespace roentgen::model {

// How network pixels map back to the image they came from:
// image_x = (network_x + 0.5 - offset_x) * scale_x - 0.5, and the same for y.
struct Placement {
  double scale_x = 1, scale_y = 1;    // image pixels per network pixel
  double offset_x = 0, offset_y = 0;  // network pixels of border left of / above the picture
};

struct Prepared {
  image::Plane input;  // size x size, -1…1
  Placement placement;
};

Prepared prepare(const image::Image& image, const InputSpec& spec);

// Where an image of this size lands; what prepare() uses.
Placement place(int rows, int columns, const InputSpec& spec);

}  // namespace roentgen::model
