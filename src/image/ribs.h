// A chest film with the shadows of its ribs weakened, as a second view beside the film.
#pragma once

#include <vector>

#include "image/contour.h"
#include "image/image.h"

namespace roentgen::image {

// `lungs`: their outlines, in pixels of the image; outside of them nothing changes.
//
// Classical, without a network. At 512 pixels, what is as wide as a rib is followed along 15 directions (up
// to 70 degrees off the horizontal): at each pixel the rib's share is what the pixels ahead AND those behind
// agree on, so that what ends within a few millimetres (a nodule) is not taken for a rib. Twice, since ribs
// cross; 90 % of the estimate is subtracted. Nearest published relative: L. Hogeweg, C. I. Sánchez, B. van
// Ginneken, "Suppression of translucent elongated structures", IEEE Trans. Medical Imaging 32 (2013), which
// needs the ribs outlined.
void suppress_ribs(Image& image, const std::vector<Polygon>& lungs);

}  // namespace roentgen::image
