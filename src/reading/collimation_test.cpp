#include "reading/collimation.h"

#include <gtest/gtest.h>

namespace roentgen::reading {
namespace {

image::Image grey(int rows, int columns) {
  return {rows, columns, std::vector<std::uint16_t>(static_cast<std::size_t>(rows) * columns, 30000)};
}

TEST(Collimation, CountsTheDarkestBorder) {
  image::Image picture = grey(512, 512);
  EXPECT_DOUBLE_EQ(dark_border(picture), 0);
  for (int y = 0; y < 256; ++y)  // the upper half of the left border, 20 pixels deep
    for (int x = 0; x < 20; ++x) picture.at(y, x) = 100;
  EXPECT_DOUBLE_EQ(dark_border(picture), 0.5);
  for (int y = 0; y < 512; ++y)
    for (int x = 500; x < 512; ++x) picture.at(y, x) = 0;
  EXPECT_DOUBLE_EQ(dark_border(picture), 1);
}

TEST(Collimation, IsToldAndNotHeldAgainstTheFilm) {
  image::Image picture = grey(300, 200);
  std::fill_n(picture.samples.begin(), 200 * 20, std::uint16_t{0});
  const auto check = collimation_check(picture);
  EXPECT_DOUBLE_EQ(*check.score, 1);
  EXPECT_EQ(check.outcome, study::Fitness::fit);
}

}  // namespace
}  // namespace roentgen::reading
