#include "evaluation/retake.h"

#include <gtest/gtest.h>

#include <cmath>

namespace roentgen::evaluation {
namespace {

// A bright square of 40 pixels in the middle of 200.
image::Image square() {
  image::Image picture{200, 200, std::vector<std::uint16_t>(200 * 200, 10000)};
  for (int r = 80; r < 120; ++r)
    for (int c = 80; c < 120; ++c) picture.at(r, c) = 50000;
  return picture;
}

struct Seen {
  double row = 0, column = 0, area = 0;
};

Seen seen(const image::Image& picture) {
  Seen s;
  for (int r = 0; r < picture.rows; ++r)
    for (int c = 0; c < picture.columns; ++c)
      if (picture.at(r, c) > 30000) {
        s.row += r;
        s.column += c;
        s.area += 1;
      }
  s.row /= s.area;
  s.column /= s.area;
  return s;
}

TEST(Retake, IsTheSameFilmALittleMovedAndScaled) {
  const image::Image picture = square();
  double moved = 0, largest = 0, smallest = 1e9;
  for (std::uint64_t take = 0; take < 40; ++take) {
    const image::Image again = retaken(picture, base::Random{1, take});
    ASSERT_EQ(again.rows, 200);
    const Seen s = seen(again);
    EXPECT_LE(std::abs(s.row - 99.5), 0.03 * 200 + 1);
    EXPECT_LE(std::abs(s.column - 99.5), 0.03 * 200 + 1);
    moved = std::max(moved, std::abs(s.row - 99.5));
    largest = std::max(largest, s.area);
    smallest = std::min(smallest, s.area);
  }
  EXPECT_GT(moved, 3);
  EXPECT_LE(largest, 1600 * 1.05 * 1.05 + 60);
  EXPECT_GT(largest, 1600 * 1.03);
  EXPECT_GE(smallest, 1600 * 0.95 * 0.95 - 60);
  EXPECT_LT(smallest, 1600 * 0.97);
}

TEST(Retake, IsTheSameForTheSameKeyAndAnotherForAnother) {
  const image::Image picture = square();
  EXPECT_EQ(retaken(picture, base::Random{7, 3}), retaken(picture, base::Random{7, 3}));
  EXPECT_NE(retaken(picture, base::Random{7, 3}), retaken(picture, base::Random{7, 4}));
}

}  // namespace
}  // namespace roentgen::evaluation
