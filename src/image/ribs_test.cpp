#include "image/ribs.h"

#include <gtest/gtest.h>

#include "image/phantom_for_test.h"

namespace roentgen::image {
namespace {

constexpr int kRows = 512, kColumns = 512;
const Polygon kLung{{130, 60}, {300, 60}, {330, 450}, {110, 450}};

// An arc of a rib, 18 pixels wide, over the lung.
double rib(int x, int y, double at) {
  const double middle = at + 0.0011 * (x - 220.0) * (x - 220.0) + 0.15 * (x - 220);
  return soft_step(9 - std::abs(y - middle), 1.5);
}
double disc(int x, int y, double cx, double cy, double radius) {
  return soft_step(radius - std::hypot(x - cx, y - cy), 1.5);
}

double shadow(int x, int y) {
  double sum = 0;
  for (int i = 0; i < 7; ++i) sum += rib(x, y, 70 + 55 * i);
  return 3000 * sum;
}

// Of the shadow that was drawn, this share is left within the lung (projection of what is left onto it).
TEST(Ribs, TheShadowsAreWeakened) {
  const Image without = with_noise(even(kRows, kColumns, 20000), 150);
  Image film = without;
  for (int y = 0; y < kRows; ++y)
    for (int x = 0; x < kColumns; ++x) film.at(y, x) = to_grey(film.at(y, x) + shadow(x, y));
  const Image before = film;
  suppress_ribs(film, {kLung});
  double left = 0, drawn_shadow = 0, mean = 0;
  int count = 0;
  for (int y = 130; y < 400; ++y)
    for (int x = 160; x < 280; ++x, ++count) mean += shadow(x, y);
  mean /= count;
  for (int y = 130; y < 400; ++y)
    for (int x = 160; x < 280; ++x) {
      const double wave = shadow(x, y) - mean;
      left += wave * (static_cast<double>(film.at(y, x)) - without.at(y, x));
      drawn_shadow += wave * shadow(x, y);
    }
  EXPECT_LT(left / drawn_shadow, 0.45);
  EXPECT_GT(left / drawn_shadow, -0.1);
  for (int y = 0; y < kRows; y += 7)
    for (int x = 380; x < kColumns; x += 5) ASSERT_EQ(film.at(y, x), before.at(y, x));
}

// Nodules of 12 and 20 pixels between ribs and across one: at least 70 % of their contrast is left.
TEST(Ribs, NodulesStay) {
  struct Nodule {
    double x, y, radius;
  };
  for (const Nodule& n : {Nodule{210, 155, 6}, Nodule{200, 258, 10}, Nodule{230, 312, 8}}) {
    const auto film = [&](double height) {
      Image image = drawn(kRows, kColumns, [&](int x, int y) {
        return 20000 + shadow(x, y) + height * disc(x, y, n.x, n.y, n.radius);
      });
      image = with_noise(std::move(image), 150);
      suppress_ribs(image, {kLung});
      return image;
    };
    const Image with = film(2500), without = film(0);
    double sum = 0;
    int count = 0;
    for (int y = 0; y < kRows; ++y)
      for (int x = 0; x < kColumns; ++x)
        if (std::hypot(x - n.x, y - n.y) < n.radius - 2) {
          sum += static_cast<double>(with.at(y, x)) - without.at(y, x);
          ++count;
        }
    EXPECT_GT(sum / count, 0.7 * 2500) << n.x;
  }
}

TEST(Ribs, NoLungsNoChange) {
  Image image = with_noise(limb(100, 100), 200);
  const Image before = image;
  suppress_ribs(image, {});
  EXPECT_EQ(image, before);
  suppress_ribs(image, {{{500, 500}, {600, 500}, {550, 600}}});
  EXPECT_EQ(image, before);
}

}  // namespace
}  // namespace roentgen::image
