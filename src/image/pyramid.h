// One step of a Gaussian pyramid, and back (P. J. Burt, E. H. Adelson, "The Laplacian Pyramid as a Compact
// Image Code", IEEE Trans. Communications 31 (1983)), with the binomial kernel 1 4 6 4 1.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "image/image.h"

namespace roentgen::image {

// (rows + 1) / 2 by (columns + 1) / 2; sample (i, j) lies on sample (2 i, 2 j). The edge is repeated.
Plane reduce(const Image& image);
Plane reduce(const Plane& plane);

// Row after row of a plane enlarged to `columns` columns, where its samples lie on the even rows and columns.
// The rows may be asked for in any order; the plane must outlive it.
class ExpandedRows {
 public:
  ExpandedRows(const Plane& coarse, int columns);
  // `out` gets the `columns` values of row y.
  void row(int y, std::span<float> out);

 private:
  const Plane& coarse_;
  int columns_;
  std::vector<float> line_;  // the row at coarse columns, with one more at either end
};

}  // namespace roentgen::image
