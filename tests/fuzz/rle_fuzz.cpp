// Any bytes as a frame in RLE: an image or a sentence.
#include "codec_input.h"
#include "dicom/codec_frame.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < roentgen::fuzz::kClaims) return -1;
  const auto input = roentgen::fuzz::codec_input(data, size);
  const auto frame = roentgen::dicom::decode_rle(input.stream, input.format);
  // One bit a pixel stays packed until the frame is taken apart.
  if (input.format.bits_allocated > 1) roentgen::fuzz::check(frame, input.format);
  return 0;
}
