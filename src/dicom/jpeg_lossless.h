// Lossless JPEG (ITU-T T.81 annex H) with Huffman codes: what DICOM calls processes 14 and 15.
#pragma once

#include "dicom/codec_frame.h"
#include "dicom/jpeg_header.h"

namespace roentgen::dicom {

// nullopt: a stream of a kind that is left to the general decoder (subsampled components, several scans).
// `unusable_input` if the stream is damaged or ends before its image is complete. `header` must fit `format`.
std::optional<base::Result<DecodedFrame>> decode_jpeg_lossless(ByteView stream, const JpegHeader& header,
                                                               const PixelFormat& format);

}  // namespace roentgen::dicom
