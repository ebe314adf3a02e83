// How the fuzz targets of the decoders read their bytes: four say what the DICOM header claims of the image,
// the rest is one compressed frame.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "dicom/codec_frame.h"

namespace roentgen::fuzz {

struct CodecInput {
  dicom::PixelFormat format;
  dicom::ByteView stream;
};

inline constexpr std::size_t kClaims = 4;  // rows, columns, bits allocated and flags, bits stored

// Of an input of at least kClaims bytes.
inline CodecInput codec_input(const std::uint8_t* data, std::size_t size) {
  static constexpr std::array kAllocated{8, 16, 1, 32, 64, 8, 16, 16};
  static constexpr std::array kColour{"RGB", "YBR_FULL", "YBR_FULL_422", "YBR_RCT"};
  CodecInput input;
  dicom::PixelFormat& format = input.format;
  format.rows = std::max<int>(data[0], 1);
  format.columns = std::max<int>(data[1], 1);
  format.bits_allocated = kAllocated[data[2] & 7];
  format.samples = (data[2] & 8) != 0 && format.bits_allocated > 1 ? 3 : 1;
  format.is_signed = (data[2] & 16) != 0;
  format.planar = (data[2] & 32) != 0 && format.samples == 3;
  format.photometric = format.samples == 1 ? "MONOCHROME2" : kColour[data[2] >> 6];
  format.bits_stored = 1 + data[3] % format.bits_allocated;
  format.high_bit = format.bits_stored - 1;
  input.stream = std::as_bytes(std::span(data, size)).subspan(kClaims);
  return input;
}

// A decoder refuses in words, or gives the whole image.
inline void check(const base::Result<dicom::DecodedFrame>& frame, const dicom::PixelFormat& format) {
  if (!frame) {
    if (frame.error().message.empty()) std::abort();
    return;
  }
  const std::size_t bits = format.samples_per_frame() * static_cast<std::size_t>(frame->bits_allocated);
  if (frame->samples.size() < (bits + 7) / 8) std::abort();
  if (frame->bits_used < 1 || frame->bits_used > 64) std::abort();
}

}  // namespace roentgen::fuzz
