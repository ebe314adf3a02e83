// High-Throughput JPEG 2000 (ITU-T T.814) through OpenJPH.
#pragma once

#include "dicom/jpeg_2000_header.h"

namespace roentgen::dicom {

// Writes the frame's samples to `out`; false if the stream is damaged. Only where the stream has an
// openjph_tile. May end the program on hostile streams: to be run isolated.
bool decode_with_openjph(const Jpeg2000Stream& stream, const PixelFormat& format, const DecodedFrame& frame,
                         std::byte* out);

}  // namespace roentgen::dicom
