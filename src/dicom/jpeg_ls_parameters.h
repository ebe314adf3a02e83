// The coding parameters of JPEG-LS (T.87 C.2.4.1.1) and where its scan begins.
#pragma once

#include <optional>

#include "dicom/jpeg_header.h"

namespace roentgen::dicom {

struct JpegLsParameters {
  int maximum = 255;            // MAXVAL
  int t1 = 3, t2 = 7, t3 = 21;  // thresholds of the gradients
  int reset = 64;
  int bits = 8;    // qbpp for a lossless stream: of a sample
  int limit = 32;  // of a Golomb code's length
  ByteView data;   // after the scan header
};

// Of a lossless stream with one component in one scan, without restarts or mapping tables; nullopt for
// others.
std::optional<JpegLsParameters> read_jpeg_ls_parameters(ByteView stream, const JpegHeader& header);

}  // namespace roentgen::dicom
