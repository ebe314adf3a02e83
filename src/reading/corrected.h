// A film that lies on its side or has black and white exchanged, put right for reading and for display.
#pragma once

#include "image/image.h"
#include "study/gate.h"

namespace roentgen::reading {

// The stored picture as it is read and shown. Regions found on it go back to the stored picture through
// study/turn.h.
image::Image corrected(const image::Image& stored, const study::Correction& correction);

}  // namespace roentgen::reading
