// A frame in JPEG 2000 Part 1: an image or a sentence.
#include "dicom/codec_frame.h"
#include "jpeg_2000_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return roentgen::fuzz::decode_jpeg_2000_if(data, size, false);
}
