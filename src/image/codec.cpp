#include "image/codec.h"

#include <algorithm>
#include <array>
#include <new>

#include "image/jpeg_read.h"
#include "image/png_read.h"

namespace roentgen::image {
namespace {

constexpr std::array<unsigned char, 8> kPngSignature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
constexpr std::array<unsigned char, 3> kJpegSignature{0xFF, 0xD8, 0xFF};

bool begins_with(std::span<const std::byte> bytes, std::span<const unsigned char> signature) {
  return bytes.size() >= signature.size() &&
         std::equal(signature.begin(), signature.end(), bytes.begin(),
                    [](unsigned char expected, std::byte found) { return std::byte{expected} == found; });
}

std::unexpected<base::Error> too_large() {
  return base::fail(base::ErrorCode::unusable_input, "there is not enough memory for the picture");
}

}  // namespace

bool is_png(std::span<const std::byte> bytes) {
  return begins_with(bytes, kPngSignature);
}

bool is_jpeg(std::span<const std::byte> bytes) {
  return begins_with(bytes, kJpegSignature);
}

base::Result<Image> decode_raster(std::span<const std::byte> bytes) {
  try {
    if (is_png(bytes)) return read_png(bytes);
    if (is_jpeg(bytes)) return read_jpeg(bytes);
  } catch (const std::bad_alloc&) {
    return too_large();
  }
  return base::fail(base::ErrorCode::unusable_input, "neither a PNG nor a JPEG file");
}

base::Result<Mask> decode_mask_png(std::span<const std::byte> bytes) {
  try {
    if (is_png(bytes)) return read_png_mask(bytes);
  } catch (const std::bad_alloc&) {
    return too_large();
  }
  return base::fail(base::ErrorCode::unusable_input, "a mask must be a PNG file");
}

}  // namespace roentgen::image
