// What is left of a picture to recognise it by, after it was saved again, resized, brightened, squashed,
// mirrored, turned, inverted or cropped.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "image/image.h"

namespace roentgen::hygiene {

inline constexpr int kThumbSide = 64;

// The whole picture area-averaged to 64 x 64, whatever its shape, and stretched to 0 … 255.
struct Thumb {
  std::array<std::uint8_t, kThumbSide * kThumbSide> samples{};
  bool even = true;  // every pixel of the picture has one value: there is nothing to recognise
};
// The picture must not be empty.
Thumb thumb_of(const image::Image& image);

// How one picture was made from another: the middle part is kept, mirrored left to right, turned clockwise,
// inverted.
struct Change {
  bool mirrored = false;
  int quarter_turns = 0;
  bool negative = false;
  double columns_kept = 1, rows_kept = 1;  // 0 … 1, the middle
  bool operator==(const Change&) const = default;
};
// "the same picture", "its mirror image", "its negative, turned by 90 degrees", "the middle 67 % of its
// columns" …
std::string words(const Change& change);

// The thumb as it would be of the changed picture, 64 x 64.
image::Plane changed(const Thumb& thumb, const Change& change);

// Difference hash (Krawetz, "Kind of like that", 2013) of 16 x 16 bits: whether a cell of a 16 x 17 average
// is darker than its right neighbour, by more than one grey level of the thumb: in even regions noise alone
// would decide.
using Hash = std::array<std::uint64_t, 4>;
Hash hash_of(const image::Plane& thumb);
int distance(const Hash& a, const Hash& b);  // differing bits, 0 … 256

// Fine structure at `side` x `side`: the plane less its average over a quarter of the side (at the edge, of
// what there is). Chest films look alike in the large; what remains here is this one chest's.
image::Plane detail_of(const image::Plane& thumb, int side);
// Pearson's correlation of two planes of one size, -1 … 1; 0 if one of them is even.
double correlation(const image::Plane& a, const image::Plane& b);

}  // namespace roentgen::hygiene
