// Lossless JPEG-LS (ITU-T T.87) of one component: what radiographs use, decoded about twice as fast as the
// general decoder does.
#pragma once

#include <optional>

#include "dicom/codec_frame.h"
#include "dicom/jpeg_header.h"

namespace roentgen::dicom {

// nullopt: a stream of a kind that is left to the general decoder (near-lossless, colour, restarts, mapping
// tables). `unusable_input` if it is damaged or ends before its image is complete. `header` must fit
// `format`.
std::optional<base::Result<DecodedFrame>> decode_jpeg_ls_lossless(ByteView stream, const JpegHeader& header,
                                                                  const PixelFormat& format);

}  // namespace roentgen::dicom
