// What comes out of a picture file must be what its header says.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "image/codec.h"

namespace roentgen::fuzz {

template <class Raster>
void check(const base::Result<Raster>& result) {
  if (!result) {
    if (result.error().message.empty()) std::abort();
    return;
  }
  if (result->rows < 1 || result->columns < 1) std::abort();
  if (result->samples.size() !=
      static_cast<std::size_t>(result->rows) * static_cast<std::size_t>(result->columns))
    std::abort();
}

}  // namespace roentgen::fuzz
