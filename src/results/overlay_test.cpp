#include "results/overlay.h"

#include <gtest/gtest.h>

#include "results/example_for_test.h"

namespace roentgen::results {
namespace {

image::Image grey(int rows, int columns) {
  return {
      rows, columns,
      std::vector<std::uint16_t>(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns), 0x4040)};
}

std::array<int, 3> pixel(const image::Picture& picture, int x, int y) {
  const std::size_t at = (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.columns) +
                          static_cast<std::size_t>(x)) *
                         3;
  return {picture.samples[at], picture.samples[at + 1], picture.samples[at + 2]};
}

bool coloured(const std::array<int, 3>& p) {
  return p[0] != p[1] || p[1] != p[2];
}

// The example's film is 360 x 400; its heart is a triangle with a corner at (243, 300), its heart line lies
// at y = 300.
TEST(Overlay, DrawsWhereTheReadingPoints) {
  const auto picture = overlay(grey(400, 360), example("read"), {});
  EXPECT_EQ(picture.columns, 360);
  EXPECT_GT(picture.rows, 400);                      // the legend below
  EXPECT_TRUE(coloured(pixel(picture, 180, 300)));   // the ratio line of the heart
  EXPECT_FALSE(coloured(pixel(picture, 300, 100)));  // nothing there
  EXPECT_EQ(pixel(picture, 300, 100), (std::array<int, 3>{0x40, 0x40, 0x40}));
}

TEST(Overlay, ScalesWithThePicture) {
  const auto picture = overlay(grey(800, 720), example("read"), {}, {.longest_side = 200});
  EXPECT_EQ(picture.columns, 180);
  EXPECT_TRUE(coloured(pixel(picture, 90, 150)));  // half of (180, 300)
}

TEST(Overlay, HeatShowsOnlyWhereItIs) {
  image::Plane plane{4, 4, std::vector<float>(16, 0)};
  plane.at(0, 3) = 1;  // top right
  const Heat heat{"Mass", &plane};
  const auto picture = overlay(grey(400, 360), example("read"), std::span(&heat, 1));
  EXPECT_TRUE(coloured(pixel(picture, 340, 20)));
  EXPECT_FALSE(coloured(pixel(picture, 20, 20)));
}

// Only the legend differs: a line more where a finding points nowhere.
TEST(Overlay, AFindingWithoutAPlaceIsNamed) {
  study::Reading reading;
  reading.source.rows = 400;
  reading.source.columns = 360;
  const int clean = overlay(grey(400, 360), reading, {}).rows;
  study::Finding& finding = reading.findings.emplace_back();
  finding.title = "Fracture of which no place is known, told in a line of its own";
  finding.probability = 0.92;
  EXPECT_EQ(overlay(grey(400, 360), reading, {}).rows, clean);
  finding.present = true;
  EXPECT_GT(overlay(grey(400, 360), reading, {}).rows, clean);
}

}  // namespace
}  // namespace roentgen::results
