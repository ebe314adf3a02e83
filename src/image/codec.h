// PNG and JPEG in and out (libpng, libjpeg-turbo).
#pragma once

#include <cstddef>
#include <span>

#include "base/file.h"
#include "base/result.h"
#include "image/image.h"

namespace roentgen::image {

// No decoder allocates before the header's size is held against these limits.
inline constexpr int kLargestSide = 20'000;           // pixels
inline constexpr std::size_t kMostPixels = 200'000'000;

bool is_png(std::span<const std::byte> bytes);
bool is_jpeg(std::span<const std::byte> bytes);

// Grey display values; colour is turned into luma (ITU-R BT.601), alpha is ignored, 8 bits are widened by 257.
// `unusable_input` for damaged, truncated or oversize files.
base::Result<Image> decode_raster(std::span<const std::byte> bytes);

// The indices of a palette PNG, or the grey values of an 8-bit one: label masks. Anything else is `unusable_input`.
base::Result<Mask> decode_mask_png(std::span<const std::byte> bytes);

// Deterministic: same pixels, same bytes (no time stamp, fixed compression level).
base::Bytes encode_png(const Image& image);    // 8-bit grey: the upper byte of each display value, rounded
base::Bytes encode_png16(const Image& image);  // 16-bit grey
base::Bytes encode_png(const Mask& mask);      // 8-bit grey
base::Bytes encode_png(const Picture& picture);

}  // namespace roentgen::image
