#include "image/film_quad.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "image/phantom_for_test.h"

namespace roentgen::image {
namespace {

// A film on a light box, seen at a slant: bilinear position of the film's own coordinates.
Image photograph(const Quad& corners, double film_grey, double around) {
  return drawn(600, 800, [&](int x, int y) {
    bool inside = true;
    for (std::size_t i = 0; i < 4; ++i) {
      const Point &p = corners[i], &q = corners[(i + 1) % 4];
      inside = inside && (q.x - p.x) * (y - p.y) - (q.y - p.y) * (x - p.x) >= 0;
    }
    return inside ? film_grey + 4000 * std::sin(0.05 * x) * std::cos(0.04 * y) : around;
  });
}

TEST(FilmQuad, TheCornersAreFoundWithinAPixelAndAHalf) {
  const Quad corners{Point{120, 70}, Point{690, 110}, Point{650, 540}, Point{90, 500}};
  for (const auto& [film, around] : {std::pair{15000.0, 60000.0}, std::pair{40000.0, 3000.0}}) {
    const auto found = find_film(with_noise(photograph(corners, film, around), 500));
    ASSERT_TRUE(found);
    for (std::size_t i = 0; i < 4; ++i) {
      EXPECT_NEAR((*found)[i].x, corners[i].x, 1.5);
      EXPECT_NEAR((*found)[i].y, corners[i].y, 1.5);
    }
    const Image above = seen_from_above(photograph(corners, film, around), *found);
    EXPECT_NEAR(above.columns, 566, 4);  // means of the opposite sides
    EXPECT_NEAR(above.rows, 432, 4);
    // Nothing of the light box is left but the rim.
    int strange = 0;
    for (int y = 3; y + 3 < above.rows; ++y)
      for (int x = 3; x + 3 < above.columns; ++x) strange += std::abs(above.at(y, x) - film) > 4500 ? 1 : 0;
    EXPECT_EQ(strange, 0);
  }
}

// Two parts exposed on a film as black as its surroundings: both or none. And a side that is not there is not
// made up.
TEST(FilmQuad, InDoubtNothing) {
  const auto inside = [](int x, int y, int left, int right) {
    return x >= left && x < right && y >= 80 && y < 520;
  };
  const Image two = drawn(600, 800, [&](int x, int y) {
    return inside(x, y, 100, 380) ? 30000 : inside(x, y, 420, 740) ? 45000 : 3000;
  });
  const auto both = find_film(with_noise(two, 500));
  if (both) {
    EXPECT_LT((*both)[0].x, 102);
    EXPECT_GT((*both)[1].x, 737);
  }
  const Image faded = drawn(600, 800, [&](int x, int y) {  // the right side fades away
    return inside(x, y, 100, 740) ? 3000 + 40000 * std::clamp((740 - x) / 300.0, 0.0, 1.0) : 3000;
  });
  EXPECT_FALSE(find_film(with_noise(faded, 500)));
}

TEST(FilmQuad, ARimIsKept) {
  const Quad wide = with_rim({Point{100, 100}, Point{300, 100}, Point{300, 200}, Point{100, 200}}, 0.05);
  EXPECT_NEAR(wide[0].x, 90, 1e-3);
  EXPECT_NEAR(wide[0].y, 95, 1e-3);
  EXPECT_NEAR(wide[2].x, 310, 1e-3);
  EXPECT_NEAR(wide[2].y, 205, 1e-3);
}

TEST(FilmQuad, NoFilmNoCorners) {
  EXPECT_FALSE(find_film(even(300, 300, 5000)));
  EXPECT_FALSE(find_film(with_noise(even(300, 300, 20000), 2000)));
  EXPECT_FALSE(find_film(
      drawn(300, 300, [](int x, int y) { return std::hypot(x - 150, y - 150) < 100 ? 50000 : 3000; })));
  EXPECT_FALSE(find_film(Image{}));
}

}  // namespace
}  // namespace roentgen::image
