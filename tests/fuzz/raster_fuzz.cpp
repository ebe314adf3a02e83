// libFuzzer target: any bytes, read as a picture and as a mask, end in a result or an error, never in a
// crash.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "image/codec.h"

namespace {

// What came out must be what its header says.
template <class Raster>
void check(const roentgen::base::Result<Raster>& result) {
  if (!result) {
    if (result.error().message.empty()) std::abort();
    return;
  }
  if (result->rows < 1 || result->columns < 1) std::abort();
  if (result->samples.size() !=
      static_cast<std::size_t>(result->rows) * static_cast<std::size_t>(result->columns))
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  check(roentgen::image::decode_raster(bytes));
  check(roentgen::image::decode_mask_png(bytes));
  return 0;
}
