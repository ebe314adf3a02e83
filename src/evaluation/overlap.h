// How well two masks of one image agree.
#pragma once

#include <cstddef>
#include <set>

#include "image/image.h"

namespace roentgen::evaluation {

struct Overlap {
  std::size_t predicted = 0;  // pixels
  std::size_t outlined = 0;
  std::size_t both = 0;

  double dice() const;     // 2 |A and B| / (|A| + |B|) (Dice 1945); NaN if both are empty
  double jaccard() const;  // |A and B| / |A or B| (Jaccard 1901); NaN if both are empty
};

// Counts the pixels whose value is among the given ones. Pixels whose outlined value is in `ignored` do not
// count at all. Both masks have the same size.
Overlap overlap(const image::Mask& predicted, const std::set<int>& predicted_values,
                const image::Mask& outlined, const std::set<int>& outlined_values,
                const std::set<int>& ignored);

// Width of the heart / width of the lung field, from their outermost columns (Danzer 1919: the largest
// transverse diameters). NaN if either has no pixel.
double cardiothoracic_ratio(const image::Mask& mask, const std::set<int>& lungs, const std::set<int>& heart);

}  // namespace roentgen::evaluation
