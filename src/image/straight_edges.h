// Long straight edges of a picture that stand nearly upright, and how much of each is there.
#pragma once

#include <vector>

#include "image/image.h"

namespace roentgen::image {

// x = at + slope * y, in pixels of the plane.
struct StraightEdge {
  double at = 0, slope = 0;
  std::vector<int> seen;  // rows + 1 sums: in how many of the rows above row y the picture has an edge here

  double x(double y) const { return at + slope * y; }
  // The share of the rows from `from` up to `to` that have an edge here; 0 for none. Cut to the picture.
  double share(double from, double to) const;
};

// At most `most` of them, the longest first; none leans more than 25 degrees. An edge is where the grey
// changes more than beside it, by at least `least` per pixel (of 0 … 1) in the mean of eleven rows: noise and
// stripes across it average out. For level edges give the transposed plane. The plane: grey from 0 to 1.
std::vector<StraightEdge> upright_edges(const Plane& plane, int most, double least);

}  // namespace roentgen::image
