// Grey values: between 8 and 16 bits, and from colour.
#pragma once

#include <cstdint>

namespace roentgen::image {

// 0 … 255 → 0 … 65535, ends on ends.
constexpr std::uint16_t widen(std::uint8_t value) {
  return static_cast<std::uint16_t>(value * 257);
}

// The nearest of the 256 grey values: narrow(widen(v)) == v.
constexpr std::uint8_t narrow(std::uint16_t value) {
  return static_cast<std::uint8_t>((value + 128U) / 257U);
}

// Luma of ITU-R BT.601, 0.299 R + 0.587 G + 0.114 B, in 16 fractional bits (the three weights sum to 65536,
// so a grey stays itself). Works for 8 and 16 bits.
constexpr std::uint32_t luma(std::uint32_t red, std::uint32_t green, std::uint32_t blue) {
  return static_cast<std::uint32_t>((19595ULL * red + 38470ULL * green + 7471ULL * blue + 32768ULL) >> 16);
}

}  // namespace roentgen::image
