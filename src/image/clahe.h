// Contrast limited adaptive histogram equalisation at 16 bits.
#pragma once

#include "image/image.h"

namespace roentgen::image {

struct ClaheSettings {
  int tiles = 8;        // along either side
  double limit = 2.5;   // a grey may be at most so many times as frequent as in an even histogram
  double strength = 1;  // 0: the image as it is … 1: equalised
};

// K. Zuiderveld, Graphics Gems IV (1994): a histogram per tile, clipped, what was clipped off spread evenly;
// each pixel between the curves of the four nearest tiles. Histograms have 1024 steps of grey and the curves
// are straight between them, so that 16-bit values stay 16-bit values. Images smaller than two pixels per
// tile come back as they are.
void clahe(Image& image, const ClaheSettings& settings);

}  // namespace roentgen::image
