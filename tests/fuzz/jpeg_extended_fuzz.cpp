// 12-bit JPEG (extended and progressive) as a compressed frame: an image or a sentence.
#include "dicom/jpeg_header.h"
#include "jpeg_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return roentgen::fuzz::decode_jpeg_if(
      data, size, [](const roentgen::dicom::JpegHeader& h) { return !h.is_lossless() && h.precision > 8; });
}
