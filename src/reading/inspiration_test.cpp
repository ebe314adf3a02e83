#include "reading/inspiration.h"

#include <gtest/gtest.h>

namespace roentgen::reading {
namespace {

image::Mask box(int left, int top, int right, int bottom) {  // inclusive, in a picture of 100 x 100
  image::Mask mask{100, 100, std::vector<std::uint8_t>(10000, 0)};
  for (int y = top; y <= bottom; ++y)
    for (int x = left; x <= right; ++x) mask.at(y, x) = 1;
  return mask;
}

// Lung fields 80 wide together; the right lung this high, the left ten rows less.
std::vector<Structure> chest(int height) {
  return {{kRightLung, "", box(10, 10, 39, 9 + height), 0.9, 0},
          {kLeftLung, "", box(60, 10, 89, height - 1), 0.9, 0},
          {kHeart, "", box(45, 30, 65, 50), 0.9, 0}};
}

TEST(Inspiration, IsTheWidthOverTheMeanHeightOnTheBody) {
  EXPECT_DOUBLE_EQ(*lung_width_over_height(chest(85), 1), 1.0);     // 80 / ((85 + 75) / 2)
  EXPECT_DOUBLE_EQ(*lung_width_over_height(chest(85), 0.8), 1.25);  // pixels wider than high
  EXPECT_FALSE(lung_width_over_height({chest(85)[0], chest(85)[2]}, 1));
}

TEST(Inspiration, LowLungsAreRemarkedOn) {
  EXPECT_EQ(inspiration_check(chest(85), 1)->outcome, study::Fitness::fit);
  const auto low = inspiration_check(chest(55), 1);  // 80 / 50
  EXPECT_EQ(low->name, "poor_inspiration");
  EXPECT_DOUBLE_EQ(*low->score, 1.6);
  EXPECT_EQ(low->outcome, study::Fitness::fit_with_remarks);
  EXPECT_FALSE(low->text.empty());
  EXPECT_FALSE(inspiration_check({}, 1));
}

}  // namespace
}  // namespace roentgen::reading
