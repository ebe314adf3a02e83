#include "objects/polygon_mask.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "image/contour.h"

namespace roentgen::objects {
namespace {

using Polygons = std::vector<std::vector<study::Point>>;

// On the border, or an odd number of edges to the right: pixel by pixel.
bool inside(const std::vector<study::Point>& polygon, double x, double y) {
  bool odd = false;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const study::Point a = polygon[i], b = polygon[(i + 1) % polygon.size()];
    const double length = std::hypot(b.x - a.x, b.y - a.y);
    const double along = length == 0 ? 0 : ((x - a.x) * (b.x - a.x) + (y - a.y) * (b.y - a.y)) / length;
    const double off = length == 0 ? std::hypot(x - a.x, y - a.y)
                                   : std::abs((x - a.x) * (b.y - a.y) - (y - a.y) * (b.x - a.x)) / length;
    if (off < 1e-9 && along > -1e-9 && along < length + 1e-9) return true;
    if ((a.y > y) != (b.y > y) && x < a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x)) odd = !odd;
  }
  return odd;
}

TEST(PolygonMask, IsTheDefinitionForEveryPixel) {
  std::mt19937 random(3);
  std::uniform_int_distribution<int> tenth(-50, 350);
  for (int round = 0; round < 200; ++round) {
    std::vector<study::Point> polygon(3 + random() % 8);
    // Half of them with corners on pixel centres, where borders are hardest.
    const double step = round % 2 == 0 ? 0.1 : 1.0;
    for (auto& p : polygon)
      p = {std::round(tenth(random) * 0.1 / step) * step, std::round(tenth(random) * 0.1 / step) * step};
    const image::Mask mask = mask_of_polygons(Polygons{polygon}, 29, 31);
    for (int row = 0; row < 29; ++row)
      for (int column = 0; column < 31; ++column)
        ASSERT_EQ(mask.at(row, column) != 0, inside(polygon, column, row))
            << round << ": " << column << " " << row;
  }
}

TEST(PolygonMask, TheOutlineOfAMaskGivesTheMaskBack) {
  image::Mask mask{40, 50, std::vector<std::uint8_t>(2000, 0)};
  for (int row = 0; row < 40; ++row)
    for (int column = 0; column < 50; ++column)
      if (std::pow((row - 18.0) / 15, 2) + std::pow((column - 26.0) / 20, 2) < 1 || (row > 30 && column < 9))
        mask.at(row, column) = 1;
  Polygons polygons;
  for (const image::Polygon& part : image::outlines(mask, 1)) {
    polygons.emplace_back();
    for (const image::Point& p : part) polygons.back().push_back({p.x, p.y});
  }
  EXPECT_EQ(mask_of_polygons(polygons, 40, 50), mask);
}

TEST(PolygonMask, CutsOffWhatLiesOutsideAndWhatIsNoNumber) {
  const image::Mask all =
      mask_of_polygons(Polygons{{{-1e9, -1e9}, {1e9, -1e9}, {1e9, 1e9}, {-1e9, 1e9}}}, 3, 4);
  EXPECT_EQ(all.samples, std::vector<std::uint8_t>(12, 1));
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const image::Mask none = mask_of_polygons(Polygons{{{0, 0}, {nan, 3}, {3, 3}}, {}, {{9, 9}}}, 3, 4);
  EXPECT_EQ(none.samples, std::vector<std::uint8_t>(12, 0));
}

}  // namespace
}  // namespace roentgen::objects
