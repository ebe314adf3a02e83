#include "image/synthetic_mark.h"

#include <algorithm>
#include <array>

namespace roentgen::image {
namespace {

// SYNTHETIC in letters of 5 x 7 with a gap between them, two black rows above and below.
constexpr std::array<std::string_view, 7> kLetters{
    ".###. #...# #...# ##### #...# ##### ##### ##### .###.",  //
    "#...# #...# ##..# ..#.. #...# #.... ..#.. ..#.. #...#",  //
    "#.... .#.#. #.#.# ..#.. #...# #.... ..#.. ..#.. #....",  //
    ".###. ..#.. #..## ..#.. ##### ####. ..#.. ..#.. #....",  //
    "....# ..#.. #...# ..#.. #...# #.... ..#.. ..#.. #....",  //
    "#...# ..#.. #...# ..#.. #...# #.... ..#.. ..#.. #...#",  //
    ".###. ..#.. #...# ..#.. #...# ##### ..#.. ##### .###."};
constexpr int kRim = 2, kRows = 7 + 2 * kRim, kLeastColumns = 64;
constexpr int kWide = static_cast<int>(kLetters[0].size());
constexpr std::uint16_t kWhite = 65535, kMiddle = 32768;

// Pixels of the picture for one of the letters: the strip is as readable on a large picture.
int scale_of(int columns) {
  return std::max(columns / kLeastColumns, 1);
}

bool is_white(int row, int column, int columns) {
  const int scale = scale_of(columns);
  const int from_left = column - (columns - kWide * scale) / 2;
  const int y = row / scale - kRim;
  const int x = from_left / scale;
  return y >= 0 && y < 7 && from_left >= 0 && x < kWide &&
         kLetters[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)] == '#';
}

}  // namespace

int synthetic_strip_rows(int columns) {
  return kRows * scale_of(columns);
}

Image with_synthetic_strip(const Image& image) {
  Image marked = image;
  marked.rows += synthetic_strip_rows(image.columns);
  marked.samples.resize(static_cast<std::size_t>(marked.rows) * static_cast<std::size_t>(marked.columns));
  for (int y = image.rows; y < marked.rows; ++y)
    for (int x = 0; x < marked.columns; ++x)
      marked.at(y, x) = is_white(y - image.rows, x, marked.columns) ? kWhite : 0;
  return marked;
}

bool has_synthetic_strip(const Image& image) {
  const int strip = synthetic_strip_rows(image.columns);
  if (image.columns < kLeastColumns || image.rows <= strip) return false;
  std::int64_t wrong = 0;
  for (int y = 0; y < strip; ++y)
    for (int x = 0; x < image.columns; ++x)
      wrong += (image.at(image.rows - strip + y, x) >= kMiddle) != is_white(y, x, image.columns) ? 1 : 0;
  return wrong * 50 <= static_cast<std::int64_t>(strip) * image.columns;
}

Image without_synthetic_strip(const Image& image) {
  Image bare = image;
  bare.rows -= synthetic_strip_rows(image.columns);
  bare.samples.resize(static_cast<std::size_t>(bare.rows) * static_cast<std::size_t>(bare.columns));
  return bare;
}

}  // namespace roentgen::image
