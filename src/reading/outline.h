// A mask's border as polygons in pixels of the picture.
#pragma once

#include <string>

#include "reading/anatomy.h"

namespace roentgen::reading {

study::Outline outline_of(const Structure& structure, const std::string& model,
                          const Ratio& picture_per_mask);

}  // namespace roentgen::reading
