// Stored pixel values of one frame, whatever way they are encoded in the file.
#pragma once

#include "dicom/codec_frame.h"
#include "dicom/frame_fragments.h"

namespace roentgen::dicom {

// Where a file's frames lie: found once, decoded one by one.
struct PixelSource {
  PixelFormat format;
  Codec codec = Codec::native;
  bool big_endian = false;     // native words
  bool swapped_bytes = false;  // 8-bit pixels in big endian words
  bool subsampled = false;     // native YBR_FULL_422 or YBR_PARTIAL_422
  ByteView native;             // all frames
  std::vector<std::vector<ByteView>> compressed;
};

struct StoredFrame {
  PixelFormat format;    // bits_allocated is that of `samples`; never planar
  ByteView samples;      // little endian, rows x columns x samples; 1-bit pixels are one byte each
  SampleBuffer storage;  // owns `samples`, unless they are the file's own bytes
  int value_bits = 8;    // the stored value is (sample >> shift), its lowest value_bits bits
  int shift = 0;
  ColourModel model = ColourModel::grey;
};

// `unusable_input` if the file has no pixels we can decode. The result points into the file's bytes.
base::Result<PixelSource> find_pixels(const Part10& file, std::vector<std::string>& remarks);

// `unusable_input` if there is no such frame (counted from 0), or it is damaged or short: nothing is ever
// filled up.
base::Result<StoredFrame> decode_frame(const PixelSource& source, int frame,
                                       std::vector<std::string>& remarks);

}  // namespace roentgen::dicom
