#include "image/contour.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>

namespace roentgen::image {
namespace {

Mask drawn(const std::vector<std::string>& lines) {
  Mask mask{static_cast<int>(lines.size()), static_cast<int>(lines[0].size()), {}};
  for (const auto& line : lines)
    for (const char c : line)
      mask.samples.push_back(c == '.' ? std::uint8_t{0} : static_cast<std::uint8_t>(c - '0'));
  return mask;
}

const Mask kMask = drawn({
    "1.......",
    "..1111..",
    "..1..1..",
    "..1.21..",
    "..1111..",
    ".1......",
    ".......1",
});

TEST(Contour, AreaAndBox) {
  EXPECT_EQ(area(kMask, 1), 15);
  EXPECT_EQ(area(kMask, 2), 1);
  EXPECT_EQ(area(kMask, 3), 0);
  EXPECT_EQ(bounding_box(kMask, 2), (Box{4, 3, 1, 1}));
  EXPECT_EQ(bounding_box(kMask, 1), (Box{0, 0, 8, 7}));
  EXPECT_EQ(bounding_box(kMask, 3), std::nullopt);
}

TEST(Contour, OnlyTheLargestPartStays) {
  // the pixel that touches the ring by a corner belongs to it
  EXPECT_EQ(keep_largest_part(kMask, 1), drawn({
                                             "........",
                                             "..1111..",
                                             "..1..1..",
                                             "..1.21..",
                                             "..1111..",
                                             ".1......",
                                             "........",
                                         }));
  EXPECT_EQ(keep_largest_part(drawn({"1.1"}), 1), drawn({"1.."}));
  EXPECT_EQ(keep_largest_part(kMask, 7), kMask);
}

TEST(Contour, HolesAreFilledAndOtherValuesStay) {
  EXPECT_EQ(fill_holes(kMask, 1), drawn({
                                      "1.......",
                                      "..1111..",
                                      "..1111..",
                                      "..1121..",
                                      "..1111..",
                                      ".1......",
                                      ".......1",
                                  }));
  // a diagonal gap does not open a hole: the way out must be 4-connected
  EXPECT_EQ(fill_holes(drawn({".1.", "1.1", ".1."}), 1), drawn({".1.", "111", ".1."}));
  EXPECT_EQ(fill_holes(drawn({"111", "1.1", "1.1"}), 1), drawn({"111", "1.1", "1.1"}));
  EXPECT_EQ(fill_holes(Mask{}, 1), Mask{});
}

TEST(Contour, OutlinesGoThroughTheOutermostPixels) {
  const auto found = outlines(drawn({"......", ".1111.", ".1111.", ".1111.", "......", "....1."}), 1);
  ASSERT_EQ(found.size(), 2U);
  auto corners = found[0];
  std::sort(corners.begin(), corners.end(),
            [](Point a, Point b) { return std::pair(a.x, a.y) < std::pair(b.x, b.y); });
  EXPECT_EQ(corners, (Polygon{{1, 1}, {1, 3}, {4, 1}, {4, 3}}));
  EXPECT_EQ(found[1], (Polygon{{4, 5}}));
}

TEST(Contour, HolesAreNotOutlinedAndOrderIsBySizeThenReading) {
  EXPECT_EQ(outlines(kMask, 1).size(), 3U);
  const auto found = outlines(drawn({"1.11.1", "..11.."}), 1);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].size(), 4U);
  EXPECT_EQ(found[1], (Polygon{{0, 0}}));
  EXPECT_EQ(found[2], (Polygon{{5, 0}}));
  EXPECT_TRUE(outlines(kMask, 9).empty());
  EXPECT_TRUE(outlines(Mask{}, 1).empty());
}

// A disc of radius r: Pick's theorem gives pixels = area inside the polygon + boundary / 2 + 1.
TEST(Contour, APolygonEnclosesItsPixelsByPicksTheorem) {
  Mask disc{101, 101, std::vector<std::uint8_t>(101 * 101, 0)};
  for (int y = 0; y < 101; ++y)
    for (int x = 0; x < 101; ++x)
      if (std::hypot(x - 50, y - 50) <= 40) disc.at(y, x) = 3;
  const auto found = outlines(disc, 3);
  ASSERT_EQ(found.size(), 1U);
  double twice = 0, boundary = 0;
  for (std::size_t i = 0; i < found[0].size(); ++i) {
    const Point a = found[0][i], b = found[0][(i + 1) % found[0].size()];
    twice += a.x * b.y - b.x * a.y;
    boundary += std::max(std::abs(a.x - b.x), std::abs(a.y - b.y));
  }
  EXPECT_DOUBLE_EQ(std::abs(twice) / 2 + boundary / 2 + 1, static_cast<double>(area(disc, 3)));
}

TEST(Contour, LargeRandomMasksAreConsistent) {
  std::mt19937 random(3);
  for (int trial = 0; trial < 20; ++trial) {
    Mask mask{60, 45, std::vector<std::uint8_t>(60 * 45)};
    for (auto& sample : mask.samples) sample = static_cast<std::uint8_t>(random() % 3);
    const Mask kept = keep_largest_part(mask, 1);
    EXPECT_EQ(outlines(kept, 1).size(), 1U);
    EXPECT_EQ(area(kept, 2), area(mask, 2));
    EXPECT_EQ(keep_largest_part(kept, 1), kept);
    const Mask filled = fill_holes(kept, 1);
    EXPECT_EQ(fill_holes(filled, 1), filled);
    EXPECT_GE(area(filled, 1), area(kept, 1));
    EXPECT_EQ(bounding_box(filled, 1), bounding_box(kept, 1));
  }
}

}  // namespace
}  // namespace roentgen::image
