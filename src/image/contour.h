// The regions of a label mask: their outlines, sizes and connected parts.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "image/image.h"

namespace roentgen::image {

struct Point {  // pixels: origin at the centre of the top-left pixel, x right, y down
  double x = 0, y = 0;
  bool operator==(const Point&) const = default;
};

using Polygon = std::vector<Point>;  // closed: the last point is joined to the first

struct Box {  // whole pixels
  int left = 0, top = 0, columns = 0, rows = 0;
  bool operator==(const Box&) const = default;
};

// How many pixels have this value.
std::int64_t area(const Mask& mask, std::uint8_t value);

// The smallest box around them; nothing if there are none.
std::optional<Box> bounding_box(const Mask& mask, std::uint8_t value);

// One polygon for every 8-connected part, through the centres of its outermost pixels (straight runs without
// their inner points; holes are not outlined). The part that encloses most comes first; equal ones in reading
// order.
std::vector<Polygon> outlines(const Mask& mask, std::uint8_t value);

// The mask without (set to 0) all pixels of this value that do not belong to its largest 8-connected part. Of
// equal parts the first in reading order stays. Other values stay as they are.
Mask keep_largest_part(const Mask& mask, std::uint8_t value);

// The mask with every hole of this value filled: a background (0) pixel becomes `value` if no 4-connected way
// leads from it to the edge of the mask without crossing `value`. Other values stay as they are.
Mask fill_holes(const Mask& mask, std::uint8_t value);

}  // namespace roentgen::image
