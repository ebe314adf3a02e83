// A radiograph made easier to look at, by a preset: noise, local contrast, edges, large areas, grey range.
// For people's eyes; networks are to see the original.
#pragma once

#include <string>
#include <vector>

#include "image/contour.h"
#include "image/grid_lines.h"
#include "image/image.h"
#include "image/presets.h"
#include "image/tone.h"

namespace roentgen::image {

struct EnhanceOptions {
  bool grid_lines = true;  // look for them and take them out
  bool crop = false;       // to the collimated region
};

struct Enhanced {
  Image image;                     // display values over the whole 16-bit range
  Box region;                      // inside the collimator, in pixels of the image given
  bool cropped = false;            // `image` is that region
  std::vector<GridLines> removed;  // grid lines
  float noise = 0;  // standard deviation at the commonest greys, display values of the image given
  GreyRange range;  // what was shown between black and white, in display values before the tone curve
  std::vector<std::string> steps;  // what was done, in order, for people
};

// Peak memory: under four times the image, the one given and the result among them. An image whose shorter
// side is below kLeastSide keeps its detail and gets a new grey range only.
Enhanced enhance(Image image, const Preset& preset, const EnhanceOptions& options);

}  // namespace roentgen::image
