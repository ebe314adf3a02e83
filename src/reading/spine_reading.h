// A spine as a reader wants to see it: outlined vertebrae, and Cobb angles with the lines they lie between.
#pragma once

#include <vector>

#include "model/card.h"
#include "reading/spine.h"
#include "study/reading.h"

namespace roentgen::reading {

struct SpineReading {
  std::vector<study::Outline> outlines;          // one a vertebra, named by the card's structures
  std::vector<study::Measurement> measurements;  // cobb_max, cobb_upper, cobb_lower, in degrees ("deg")
  std::vector<study::Remark> quality;            // spine_doubtful, spine_not_found
};

// `vertebrae` on the picture. Angles are computed in millimetres where the file tells the spacing, so that
// pixels that are not square do no harm. Of a row that is not of full length nothing is measured; a row with
// a vertebra below the card's places.threshold is measured and called doubtful.
SpineReading judge_spine(const model::Card& card, const std::vector<Vertebra>& vertebrae, int rows,
                         const study::PixelSpacing& spacing);

}  // namespace roentgen::reading
