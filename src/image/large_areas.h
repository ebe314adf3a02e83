// Large areas brought closer together, so that lungs, heart and belly share one range of greys (P. Vuylsteke,
// E. Schoeters, Proc. SPIE 2167 (1994), reduce the "latitude" by the coarsest levels of their pyramid).
//
// The grey around a pixel is that of a Gaussian of 6 % of the picture's longer side, told on a copy of 64
// pixels at most. Its distance from the mean of all shrinks to `contrast`; the pixel moves with it. What is
// darker than its surroundings falls, and what is darker than the mean rises, by its share of them; what is
// brighter than its surroundings rises by its share of what is left to white. So black stays black, air dark,
// and nothing falls below black or rises above white.
#pragma once

#include <span>

#include "image/contour.h"
#include "image/image.h"

namespace roentgen::image {

class LargeAreas {
 public:
  // `pyramid`: reduced planes, the finest first. `region` in pixels of the finest: what lies outside of it
  // (lead, painted borders) counts for nothing, and does not move where nothing inside is near.
  LargeAreas(std::span<const Plane> pyramid, const Box& region, float contrast);
  // `plane`: of the size of the finest plane of the pyramid.
  void even_out(Plane& plane) const;

 private:
  float contrast_, mean_ = 0;
  int depth_ = 0;  // 0: areas_ has the size of the finest plane, 1: half of it
  Plane areas_;    // the grey around each pixel
};

}  // namespace roentgen::image
