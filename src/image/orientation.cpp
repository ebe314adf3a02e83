#include "image/orientation.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace roentgen::image {
namespace {

// Reads a TIFF structure; everything outside the bytes is 0.
struct Tiff {
  std::span<const std::byte> bytes;
  bool big = false;

  unsigned byte(std::size_t at) const { return at < bytes.size() ? std::to_integer<unsigned>(bytes[at]) : 0; }
  unsigned word(std::size_t at) const {
    return big ? byte(at) << 8 | byte(at + 1) : byte(at + 1) << 8 | byte(at);
  }
  std::size_t number(std::size_t at) const {
    return big ? std::size_t{word(at)} << 16 | word(at + 2) : std::size_t{word(at + 2)} << 16 | word(at);
  }
};

constexpr unsigned kOrientationTag = 0x0112;
constexpr unsigned kShort = 3;

}  // namespace

int exif_orientation(std::span<const std::byte> segment) {
  if (segment.size() < 14 || std::memcmp(segment.data(), "Exif\0\0", 6) != 0) return 1;
  Tiff tiff{segment.subspan(6)};
  if (tiff.byte(0) == 'M' && tiff.byte(1) == 'M') {
    tiff.big = true;
  } else if (!(tiff.byte(0) == 'I' && tiff.byte(1) == 'I')) {
    return 1;
  }
  if (tiff.word(2) != 42) return 1;
  const std::size_t directory = tiff.number(4);
  const unsigned entries = tiff.word(directory);
  for (unsigned i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + 12 * std::size_t{i};
    if (entry + 12 > tiff.bytes.size()) break;
    if (tiff.word(entry) != kOrientationTag) continue;
    const unsigned value = tiff.word(entry + 8);
    return tiff.word(entry + 2) == kShort && value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

Image upright(Image image, int orientation) {
  const auto mirror_rows = [](Image& turned) {
    for (int y = 0; y < turned.rows; ++y) {
      const auto begin = turned.samples.begin() + static_cast<std::ptrdiff_t>(y) * turned.columns;
      std::reverse(begin, begin + turned.columns);
    }
  };
  if (orientation == 2) {
    mirror_rows(image);
  } else if (orientation == 3) {
    std::reverse(image.samples.begin(), image.samples.end());
  } else if (orientation == 4) {
    std::reverse(image.samples.begin(), image.samples.end());
    mirror_rows(image);
  } else if (orientation >= 5 && orientation <= 8) {
    Image turned{image.columns, image.rows, std::vector<std::uint16_t>(image.samples.size())};
    for (int y = 0; y < image.rows; ++y)
      for (int x = 0; x < image.columns; ++x) turned.at(x, y) = image.at(y, x);
    if (orientation == 6) mirror_rows(turned);
    if (orientation == 7) std::reverse(turned.samples.begin(), turned.samples.end());
    if (orientation == 8) {
      std::reverse(turned.samples.begin(), turned.samples.end());
      mirror_rows(turned);
    }
    return turned;
  }
  return image;
}

}  // namespace roentgen::image
