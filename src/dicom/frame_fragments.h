// Which fragments of encapsulated pixel data make up which frame (PS3.5 A.4).
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "dicom/part10.h"

namespace roentgen::dicom {

// For each frame the bytes of its fragments, in order. Uses the offset table if it fits, else one fragment a
// frame, else the markers at which code streams start. `unusable_input` if the frames cannot be told apart.
base::Result<std::vector<std::vector<ByteView>>> frames_of_fragments(const Part10& file, int frames,
                                                                     Codec codec,
                                                                     std::vector<std::string>& remarks);

// Joined, where a frame has several fragments; `storage` owns the bytes then.
ByteView joined(const std::vector<ByteView>& fragments, base::Bytes& storage);

}  // namespace roentgen::dicom
