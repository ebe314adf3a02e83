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

// Shrinks or enlarges the image to the rectangle it fills (image/resample.h), then maps the two percentiles
// of the resampled picture — the border of a letterbox left out — to -1 and 1 and clamps. Percentiles lie
// linearly between neighbours in order. Where they differ by less than one display value (an even picture),
// every value is -1, like the border. The image must not be empty.
Prepared prepare(const image::Image& image, const InputSpec& spec);

// Where an image of this size lands; what prepare() uses. Stretched: columns / size and rows / size, no
// border. Letterboxed: the longer side fills the input, the other is rounded to whole network pixels (at
// least one) and centred, an odd pixel of border going below or to the right; each scale is the exact ratio
// of the two sizes.
Placement place(int rows, int columns, const InputSpec& spec);

}  // namespace roentgen::model
