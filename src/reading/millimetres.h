// Whether the lengths of a chest film can be right: the pixel spacing of a file is sometimes that of another
// picture (of the film before it was made smaller), and nothing else would tell.
#pragma once

#include <string>
#include <vector>

#include "reading/acceptance.h"
#include "study/reading.h"

namespace roentgen::reading {

// The lung fields of an adult at the detector, in mm, from edge to edge. Six films of the reference corpus
// have a pixel spacing: three measure 286 to 325, three that were made smaller and kept the old spacing 125
// to 134. Between the limits lies a factor of 2.4, so that half or double the spacing is noticed for whoever
// is not at the very edge.
inline constexpr double kLeastThoraxWidth = 190, kLargestThoraxWidth = 450;

// Every measurement in mm or cm2 of an adult whose lung fields are too narrow or too wide gets a caution.
// Nobody is an adult whom the file calls younger than 18, or who looks like a child where it says no age.
void doubt_millimetres(std::vector<study::Measurement>& measurements, const Subject& subject);

std::string describe_millimetres();

}  // namespace roentgen::reading
