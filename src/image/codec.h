// PNG and JPEG in and out (libpng, libjpeg-turbo).
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "base/file.h"
#include "base/result.h"
#include "image/image.h"

namespace roentgen::image {

// No decoder allocates before the header's size is held against these limits.
inline constexpr int kLargestSide = 20'000;  // pixels
inline constexpr std::size_t kMostPixels = 200'000'000;

bool is_png(std::span<const std::byte> bytes);
bool is_jpeg(std::span<const std::byte> bytes);

// Grey display values; colour is turned into luma (ITU-R BT.601), alpha is ignored, 8 bits are widened by
// 257. CMYK and YCCK JPEGs are read as ink on white paper. A JPEG is turned upright by its EXIF orientation.
// `unusable_input` for damaged, truncated or oversize files: never a picture of which a part is missing.
base::Result<Image> decode_raster(std::span<const std::byte> bytes);

// The indices of a palette PNG, or the stored grey values of one of at most 8 bits (not stretched to 0…255):
// label masks. Anything else is `unusable_input`.
base::Result<Mask> decode_mask_png(std::span<const std::byte> bytes);

// Deterministic: same pixels, same bytes (no time stamp, fixed compression level). The sides must be 1 …
// kLargestSide and `samples` must have as many values as they say; otherwise nothing is written and the bytes
// are empty.
base::Bytes encode_png(const Image& image);    // 8-bit grey: the upper byte of each display value, rounded
base::Bytes encode_png16(const Image& image);  // 16-bit grey
// With a text (a tEXt chunk): keyword of 1 … 79 characters, both ASCII.
struct PngText {
  std::string keyword, text;
};
base::Bytes encode_png16(const Image& image, const PngText& text);
base::Bytes encode_png(const Picture& picture, const PngText& text);
base::Bytes encode_png(const Mask& mask);  // 8-bit grey
base::Bytes encode_png(const Picture& picture);

// PGM (Netpbm P5, big endian): no compression, for other programs.
base::Bytes encode_pgm(const Image& image, bool sixteen_bits);

// JPEG, for thumbnails inside a page; colour is not subsampled, so that thin coloured lines stay sharp.
// quality 1 … 100.
base::Bytes encode_jpeg(const Image& image, int quality);
base::Bytes encode_jpeg(const Picture& picture, int quality);

}  // namespace roentgen::image
