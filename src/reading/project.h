// From the network's square back onto the picture it came from.
#pragma once

#include <span>

#include "image/image.h"
#include "model/preprocess.h"

namespace roentgen::reading {

// What the network said, on a grid of its own (a map of 8x8 over an input of 256x256, or 256x256 over
// itself).
struct NetworkPlane {
  std::span<const float> values;  // rows * columns
  int rows = 0;
  int columns = 0;
  int input_size = 0;  // the side of the network's input that the grid covers
};

struct Size {
  int rows = 0;
  int columns = 0;
  bool operator==(const Size&) const = default;
};

// The size of a plane over the whole picture whose longer side is at most `longest`, never more than the
// picture's.
Size working_size(const Size& picture, int longest);

// The plane over the whole picture, `target` samples large, by bilinear interpolation; borders that the
// preprocessing added fall away, and the grid's edge values are continued outward.
image::Plane project(const NetworkPlane& plane, const model::Placement& placement, const Size& picture,
                     const Size& target);

// Pixels of the target per pixel of the picture and back: x_picture = (x_target + 0.5) * columns_ratio - 0.5.
struct Ratio {
  double x = 1, y = 1;
};
Ratio picture_per_target(const Size& picture, const Size& target);

}  // namespace roentgen::reading
