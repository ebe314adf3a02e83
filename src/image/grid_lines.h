// The lines that a resting anti-scatter grid leaves in a radiograph.
#pragma once

#include <string>
#include <vector>

#include "image/image.h"

namespace roentgen::image {

// One set of lines: the wave cos(2 pi (x frequency_x + y frequency_y) + phase).
struct GridLines {
  double frequency_x = 0;  // cycles per pixel
  double frequency_y = 0;
  double amplitude = 0;  // display values, half of peak to peak; of the part around the middle
};

// The frequencies (at least 0.06 cycles per pixel, within 2 degrees of rows or columns) whose power stands
// out from its neighbours and whose phase runs on from row to row. At most three per direction: the aliased
// harmonics of a grid stand apart. Nothing for sides below 256 pixels.
std::vector<GridLines> find_grid_lines(const Image& image);

// Takes them out: the wave's amplitude and phase are followed slowly along and across the lines, and the wave
// is subtracted. What is not a wave of this very frequency stays. Beside sharp edges, which hold some of
// every frequency, no more than one and a half times its amplitude is taken.
void remove_grid_lines(Image& image, const std::vector<GridLines>& lines);

}  // namespace roentgen::image
