#include "reading/corrected.h"

#include <gtest/gtest.h>

#include "study/turn.h"

namespace roentgen::reading {
namespace {

constexpr int kRows = 4, kColumns = 7;

image::Image one_bright(int row, int column) {
  image::Image image{kRows, kColumns, std::vector<std::uint16_t>(kRows * kColumns, 0)};
  image.at(row, column) = 65535;
  return image;
}

// Two pieces of code that know nothing of each other: pixels and coordinates must go the same way, and come
// back.
TEST(Corrected, CoordinatesFollowThePixels) {
  for (const int degrees : {0, 90, 180, 270})
    for (int y = 0; y < kRows; ++y)
      for (int x = 0; x < kColumns; ++x) {
        const study::Point stored{static_cast<double>(x), static_cast<double>(y)};
        const image::Image shown = corrected(one_bright(y, x), {degrees, false});
        const study::Point p = study::turned(stored, kRows, kColumns, degrees);
        ASSERT_EQ(shown.at(static_cast<int>(p.y), static_cast<int>(p.x)), 65535)
            << degrees << " " << x << " " << y;
        EXPECT_EQ(study::turned(p, shown.rows, shown.columns, (360 - degrees) % 360), stored);
      }
}

TEST(Corrected, ExchangesBlackAndWhite) {
  const image::Image shown = corrected(one_bright(1, 2), {180, true});
  EXPECT_EQ(shown.at(2, 4), 0);
  EXPECT_EQ(shown.at(0, 0), 65535);
}

}  // namespace
}  // namespace roentgen::reading
