// The film itself as a Secondary Capture, where it came as a file without DICOM identifiers.
#pragma once

#include <vector>

#include "base/result.h"
#include "objects/object.h"

namespace roentgen::objects {

// Nothing where the film has identifiers, or no pixels. 16 bits, MONOCHROME2, the display values with a
// window over their whole range; not turned, whatever the gate did for reading.
base::Result<std::vector<Object>> write_picture(const Context& context);

// Attributes of the Image Pixel module (PS3.3 C.7.6.3) for 16-bit grey.
void add_grey_pixels(const image::Image& display, dicom::DataSetWriter& out);

}  // namespace roentgen::objects
