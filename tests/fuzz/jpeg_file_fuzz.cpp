// Any bytes as a JPEG picture: pixels or a sentence.
#include <span>

#include "image/codec.h"
#include "raster_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  if (!roentgen::image::is_jpeg(bytes)) return -1;
  roentgen::fuzz::check(roentgen::image::decode_raster(bytes));
  return 0;
}
