#include "image/enhancement_mark.h"

#include <algorithm>

namespace roentgen::image {
namespace {

constexpr int kRows = 16;
constexpr std::int64_t kLeastPixels = 256;

// A bit of a hash of the place (the finalizer of MurmurHash3, A. Appleby, public domain).
unsigned bit_at(int row, int column) {
  std::uint32_t h = static_cast<std::uint32_t>(row) * 0x9E3779B1U + static_cast<std::uint32_t>(column);
  h = (h ^ (h >> 16)) * 0x85EBCA6BU;
  h = (h ^ (h >> 13)) * 0xC2B2AE35U;
  return (h ^ (h >> 16)) & 1U;
}

}  // namespace

void put_enhancement_mark(Image& image) {
  for (int y = 0; y < std::min(kRows, image.rows); ++y)
    for (int x = 0; x < image.columns; ++x) {
      auto& sample = image.at(y, x);
      sample = static_cast<std::uint16_t>((sample & ~1U) | bit_at(y, x));
    }
}

bool has_enhancement_mark(const Image& image) {
  std::int64_t seen = 0, equal = 0;
  for (int y = 0; y < std::min(kRows, image.rows); ++y)
    for (int x = 0; x < image.columns; ++x) {
      ++seen;
      equal += (image.at(y, x) & 1U) == bit_at(y, x) ? 1 : 0;
    }
  return seen >= kLeastPixels && equal * 100 >= seen * 99;
}

}  // namespace roentgen::image
