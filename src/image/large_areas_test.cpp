#include "image/large_areas.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "image/multiscale.h"
#include "image/phantom_for_test.h"

namespace roentgen::image {
namespace {

Image evened(const Image& image, float contrast, const Box& region = {}) {
  MultiscaleSettings settings = only_denoise();
  settings.denoise = 0;
  settings.large_areas = contrast;
  settings.levels = levels_for(image.rows, image.columns);
  settings.region = region;
  return multiscale(image, settings, white_noise(0));
}

// Two halves of 20000 and 40000, whose mean is 30000. Far from the border between them the bright one falls
// by half of its 10000; the dark one rises by two thirds of that, because it has two thirds of the mean.
TEST(LargeAreas, ComeCloserTogetherAtAnySize) {
  for (const int side : {60, 128, 200, 257, 500}) {
    const Image closer =
        evened(drawn(side, side, [=](int x, int) { return x < side / 2 ? 20000 : 40000; }), 0.5F);
    EXPECT_NEAR(closer.at(side / 2, side / 12), 23333, 250) << side;
    EXPECT_NEAR(closer.at(side / 2, side - side / 12), 35000, 250) << side;
  }
}

TEST(LargeAreas, NothingMovesAtFullContrast) {
  const Image image = with_noise(limb(203, 158), 700);
  const Image same = evened(image, 1);
  for (std::size_t i = 0; i < image.samples.size(); ++i) ASSERT_NEAR(image.samples[i], same.samples[i], 1);
}

TEST(LargeAreas, BlackStaysBlack) {
  const Image image = drawn(256, 256, [](int x, int) { return x < 64 ? 0 : 40000; });
  const Image closer = evened(image, 0.5F);
  EXPECT_LT(closer.at(128, 20), 100);
  EXPECT_LT(closer.at(128, 50), 500);
  EXPECT_NEAR(closer.at(128, 236), 35000, 250);  // the mean is 30000
}

// Gas in a belly and a marker in the air: small, and far from the grey around them.
TEST(LargeAreas, SmallThingsKeepTheirOrderAndReachNeitherEnd) {
  const auto disc = [](int x, int y, int at_x, int at_y, double radius) {
    return soft_step(radius - std::hypot(x - at_x, y - at_y), 1.5);
  };
  for (const double radius : {4.0, 12.0}) {
    const Image image = drawn(512, 512, [&](int x, int y) {
      double grey = x < 205 ? 3000 : 50000;
      grey += (6000 + 1500 * std::sin(x * 0.9) - 50000) * disc(x, y, 360, 256, radius);
      return grey + (60000 - 3000) * disc(x, y, 100, 256, radius);
    });
    const Image closer = evened(image, 0.5F);
    const int inner = static_cast<int>(radius) - 3;
    for (int x = 360 - inner; x <= 360 + inner; ++x) EXPECT_GT(closer.at(256, x), 1500) << radius << " " << x;
    EXPECT_LT(closer.at(256, 360), closer.at(256, 400));
    EXPECT_LT(closer.at(256, 100), 65535);
    EXPECT_GT(closer.at(256, 100), 55000);
  }
}

// The same field with black lead around it: inside it looks the same.
TEST(LargeAreas, WhatLiesOutsideTheRegionDoesNotCount) {
  const auto field = [](int x, int y) {
    return 12000 + 36000 * soft_step(std::hypot(x - 128, y - 128) - 60, 6);
  };
  const Image open = evened(drawn(256, 256, field), 0.5F);
  const Image framed = evened(drawn(512, 512,
                                    [&](int x, int y) {
                                      const bool inside = x >= 128 && x < 384 && y >= 128 && y < 384;
                                      return inside ? field(x - 128, y - 128) : 0.0;
                                    }),
                              0.5F, {128, 128, 256, 256});
  // The deviation goes by the longer side, which is twice as long: alike, not the same.
  EXPECT_NEAR(framed.at(256, 256), open.at(128, 128), 2500);
  EXPECT_NEAR(framed.at(256, 150), open.at(128, 22), 2500);
  EXPECT_EQ(framed.at(20, 20), 0);
}

TEST(LargeAreas, LongAndThinPicturesAreBounded) {
  for (const auto& [rows, columns] : {std::pair{33, 9000}, std::pair{9000, 47}}) {
    const Image image = even(rows, columns, 9000);
    EXPECT_EQ(evened(image, 0.5F), image);
  }
}

}  // namespace
}  // namespace roentgen::image
