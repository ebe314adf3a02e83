// What a viewer shows of a presentation state, as a picture: for documents and for whoever checks one.
#pragma once

#include "image/image.h"
#include "objects/presentation.h"

namespace roentgen::objects {

// `display`: the stored image, not turned, its greys as the state has them. The result is flipped and turned,
// all of it whatever the displayed area, at most `longest_side` pixels on its longer side, with every layer's
// graphics and texts in the layer's colour (texts: ASCII, image/draw.h).
image::Picture drawn(const image::Image& display, const Presentation& presentation, int longest_side);

// A colour as C.10.7.1.1 encodes it (CIELab, D50) in sRGB.
std::array<std::uint8_t, 3> rgb_of(const std::array<std::uint16_t, 3>& cielab);

}  // namespace roentgen::objects
