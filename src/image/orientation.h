// The orientation a camera writes beside its pixels. Inside the room: image/codec.h applies it.
#pragma once

#include <cstddef>
#include <span>

#include "image/image.h"

namespace roentgen::image {

// Tag 0x0112 of the first directory of an EXIF segment (CIPA DC-008, 4.6.4; `segment` begins with
// "Exif\0\0"): 1 … 8, and 1 for anything absent, damaged or out of range.
int exif_orientation(std::span<const std::byte> segment);

// The upright image. 2 mirrors left-right, 3 turns by 180 degrees, 4 mirrors top-bottom, 5 transposes,
// 6 turns by 90 degrees clockwise, 7 mirrors in the other diagonal, 8 turns by 90 degrees anticlockwise.
Image upright(Image image, int orientation);

}  // namespace roentgen::image
