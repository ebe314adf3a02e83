// The film with everything drawn on it as a Secondary Capture (PS3.3 A.8.1), for viewers that show nothing
// else.
#pragma once

#include <vector>

#include "base/result.h"
#include "image/image.h"
#include "objects/object.h"

namespace roentgen::objects {

// In colour, at most 1024 pixels on the longer side, turned as the reading turned the film, with the words
// kMark and every present finding (present_reading.h, notice_lines) burned in above the picture and the
// legend below. Nothing for films that were not read.
base::Result<std::vector<Object>> write_secondary_capture(const Context& context);

// The picture that is in it.
image::Picture captured(const Input& input);

}  // namespace roentgen::objects
