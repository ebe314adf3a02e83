// What a file is, in words, when it is not a picture.
#pragma once

#include <optional>
#include <string>

#include "dicom/part10.h"

namespace roentgen::dicom {

// The sentence for a data set without pixel data: "a Structured Report has no pixels", "the file is cut short
// …".
std::string why_no_pixels(const Part10& file);

// The sentence for bytes of a well-known kind that are no DICOM, PNG or JPEG file; nullopt if they could be
// DICOM.
std::optional<std::string> why_no_image_file(ByteView file);

}  // namespace roentgen::dicom
