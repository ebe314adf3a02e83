// JPEG files to planes. Inside the room: use image/codec.h.
#pragma once

#include <cstddef>
#include <span>

#include "base/result.h"
#include "image/image.h"

namespace roentgen::image {

base::Result<Image> read_jpeg(std::span<const std::byte> bytes);

}  // namespace roentgen::image
