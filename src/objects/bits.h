// Frames of one bit a pixel (PS3.5 8.1.1 and annex D): pixels follow each other without a gap, also from one
// frame to the next, the first pixel in the lowest bit of a byte.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/file.h"

namespace roentgen::objects {

// Packs samples (anything but 0 is 1) into bytes, frame after frame.
class BitPacker {
 public:
  // Appends the bytes that are now full to `out`; up to 7 bits wait for the next frame.
  void add(std::span<const std::uint8_t> samples, base::Bytes& out);
  // The last bits, filled up with 0.
  void finish(base::Bytes& out);

 private:
  unsigned waiting_ = 0;  // bits
  int count_ = 0;         // of them
};

// The bytes that so many frames take, even as PS3.5 7.1.1 wants it.
std::size_t packed_bytes(std::size_t frames, std::size_t pixels_per_frame);

}  // namespace roentgen::objects
