#include "image/turn.h"

#include <gtest/gtest.h>

namespace roentgen::image {
namespace {

//  1 2 3
//  4 5 6
const Image kSix{2, 3, {1, 2, 3, 4, 5, 6}};

TEST(Turn, TurnsClockwise) {
  EXPECT_EQ(turned(kSix, 0), kSix);
  EXPECT_EQ(turned(kSix, 90), (Image{3, 2, {4, 1, 5, 2, 6, 3}}));
  EXPECT_EQ(turned(kSix, 180), (Image{2, 3, {6, 5, 4, 3, 2, 1}}));
  EXPECT_EQ(turned(kSix, 270), (Image{3, 2, {3, 6, 2, 5, 1, 4}}));
}

TEST(Turn, TurningBackIsExact) {
  for (const int degrees : {90, 180, 270}) {
    EXPECT_EQ(turned(turned(kSix, degrees), 360 - degrees), kSix);
    const Plane plane{2, 3, {1, 2, 3, 4, 5, 6}};
    EXPECT_EQ(turned(turned(plane, degrees), 360 - degrees), plane);
    const Mask mask{2, 3, {1, 2, 3, 4, 5, 6}};
    EXPECT_EQ(turned(turned(mask, degrees), 360 - degrees), mask);
  }
}

TEST(Turn, MirrorsAndInverts) {
  EXPECT_EQ(mirrored(kSix), (Image{2, 3, {3, 2, 1, 6, 5, 4}}));
  EXPECT_EQ(mirrored(Mask{1, 2, {7, 8}}), (Mask{1, 2, {8, 7}}));
  EXPECT_EQ(inverted(Image{1, 2, {0, 65000}}), (Image{1, 2, {65535, 535}}));
}

}  // namespace
}  // namespace roentgen::image
