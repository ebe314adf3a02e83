#include "image/synthetic_mark.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "image/codec.h"

namespace roentgen::image {
namespace {

Image noise(int rows, int columns) {
  base::Random random{5};
  Image image{rows, columns, {}};
  for (int i = 0; i < rows * columns; ++i)
    image.samples.push_back(static_cast<std::uint16_t>(random.below(65536)));
  return image;
}

TEST(SyntheticMark, IsPutBelowThePictureAndTakenOffAgain) {
  for (const int columns : {64, 96, 127, 128, 300}) {
    const Image image = noise(80, columns);
    EXPECT_FALSE(has_synthetic_strip(image));
    const Image marked = with_synthetic_strip(image);
    EXPECT_EQ(marked.rows, 80 + 11 * (columns / 64));
    EXPECT_TRUE(has_synthetic_strip(marked)) << columns;
    EXPECT_EQ(without_synthetic_strip(marked), image);
  }
}

// The first and the middle row of the letters, as drawn on paper.
TEST(SyntheticMark, ReadsSynthetic) {
  const Image marked = with_synthetic_strip(noise(64, 64));
  std::string first_row, middle_row;
  for (int x = 5; x < 58; ++x) {
    first_row += marked.at(64 + 2, x) > 0 ? '#' : '.';
    middle_row += marked.at(64 + 5, x) > 0 ? '#' : '.';
  }
  EXPECT_EQ(first_row, ".###..#...#.#...#.#####.#...#.#####.#####.#####..###.");
  EXPECT_EQ(middle_row, ".###....#...#..##...#...#####.####....#.....#...#....");
}

TEST(SyntheticMark, OutlivesEightBitsAndJpeg) {
  const Image marked = with_synthetic_strip(noise(64, 96));
  EXPECT_TRUE(has_synthetic_strip(decode_raster(encode_png(marked)).value()));
  EXPECT_TRUE(has_synthetic_strip(decode_raster(encode_jpeg(marked, 50)).value()));
  Image scratched = marked;  // a tenth of the strip is gone: no longer ours to be sure of
  for (int x = 0; x < 96; ++x) scratched.at(64 + 5, x) = static_cast<std::uint16_t>(x % 2 * 65535);
  EXPECT_FALSE(has_synthetic_strip(scratched));
}

}  // namespace
}  // namespace roentgen::image
