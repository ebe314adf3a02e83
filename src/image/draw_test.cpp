#include "image/draw.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace roentgen::image {
namespace {

constexpr Colour kRed{255, 0, 0};

Picture black(int rows, int columns) {
  return {
      rows, columns,
      std::vector<std::uint8_t>(3 * static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns), 0)};
}

Colour at(const Picture& picture, int y, int x) {
  const std::size_t i = 3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.columns) +
                             static_cast<std::size_t>(x));
  return {picture.samples[i], picture.samples[i + 1], picture.samples[i + 2]};
}

// The box of everything that is not black.
std::optional<Box> touched(const Picture& picture) {
  Mask mask{picture.rows, picture.columns, {}};
  for (int y = 0; y < picture.rows; ++y)
    for (int x = 0; x < picture.columns; ++x) mask.samples.push_back(at(picture, y, x) == Colour{} ? 0 : 1);
  return bounding_box(mask, 1);
}

TEST(Draw, GreyBecomesThreeEqualChannels) {
  const Picture picture = to_picture(Image{1, 2, {257 * 9, 65535}});
  EXPECT_EQ(picture.samples, (std::vector<std::uint8_t>{9, 9, 9, 255, 255, 255}));
}

TEST(Draw, ShrinkingKeepsShapeAndColour) {
  Picture picture = black(100, 300);
  for (std::size_t i = 0; i < picture.samples.size(); i += 3) picture.samples[i] = 200;
  const Picture small = shrunk(picture, 150);
  EXPECT_EQ(small.rows, 50);
  EXPECT_EQ(small.columns, 150);
  EXPECT_EQ(at(small, 20, 20), (Colour{200, 0, 0}));
  EXPECT_EQ(shrunk(picture, 300).samples, picture.samples);
  EXPECT_EQ(shrunk(Image{1, 1000, std::vector<std::uint16_t>(1000, 5)}, 10),
            (Image{1, 10, std::vector<std::uint16_t>(10, 5)}));
}

// matplotlib.colormaps["inferno"] at 64, 64 + 191 / 2 rounded up, and 255
TEST(Heat, ColoursAreThoseOfInferno) {
  const auto near = [](Colour found, Colour expected) {
    for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(found[c], expected[c], 1);
  };
  near(heat_colour(0), {87, 15, 109});
  near(heat_colour(0.5), {228, 90, 49});
  near(heat_colour(1), {252, 254, 164});
  EXPECT_EQ(heat_colour(2), heat_colour(1));
  EXPECT_EQ(heat_colour(std::nan("")), heat_colour(0));
}

TEST(Heat, LightnessRises) {
  double before = -1;
  for (int i = 0; i <= 100; ++i) {
    const Colour colour = heat_colour(i / 100.0);
    const double luma = 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2];
    EXPECT_GE(luma, before) << i;
    before = luma;
  }
}

TEST(Heat, NoHeatHidesNothingAndFullHeatHidesAll) {
  Picture picture = to_picture(Image{1, 2, {257 * 100, 257 * 100}});
  blend_heat(picture, Plane{1, 2, {0, 1}}, 1.0);
  EXPECT_EQ(at(picture, 0, 0), (Colour{100, 100, 100}));
  EXPECT_EQ(at(picture, 0, 1), heat_colour(1));
  Picture half = to_picture(Image{1, 1, {257 * 100}});
  blend_heat(half, Plane{1, 1, {1}}, 0.5);
  EXPECT_EQ(at(half, 0, 0), (Colour{176, 178, 132}));  // the means of 100 and 252, 255, 164
}

TEST(Heat, AnyMapCoversTheWholePicture) {
  Picture picture = black(40, 60);
  blend_heat(picture, Plane{2, 2, {1, 1, 1, 1}}, 0.5);
  EXPECT_EQ(touched(picture), (Box{0, 0, 60, 40}));
}

TEST(Draw, AnOutlineLiesOnTheBorderOfTheMask) {
  Mask mask{10, 10, std::vector<std::uint8_t>(100, 0)};
  for (int y = 2; y <= 7; ++y)
    for (int x = 3; x <= 6; ++x) mask.at(y, x) = 5;
  Picture picture = black(10, 10);
  draw_outline(picture, mask, 5, kRed, 1);
  EXPECT_GT(at(picture, 2, 4)[0], 200);
  EXPECT_GT(at(picture, 5, 3)[0], 200);
  EXPECT_EQ(at(picture, 5, 5)[1], 0);
  EXPECT_LT(at(picture, 0, 0)[0], 1);
  Picture other = black(10, 10);
  draw_outline(other, mask, 4, kRed, 1);
  EXPECT_EQ(touched(other), std::nullopt);
}

TEST(Draw, AnOutlineGrowsWithThePicture) {
  Mask mask{10, 10, std::vector<std::uint8_t>(100, 0)};
  for (int y = 2; y <= 7; ++y)
    for (int x = 3; x <= 6; ++x) mask.at(y, x) = 1;
  Picture picture = black(100, 100);
  draw_outline(picture, mask, 1, kRed, 1);
  // centres of the pixels 3 and 6 at ten times the size: 34.5 and 64.5; of 2 and 7: 24.5 and 74.5
  const Box box = touched(picture).value();
  EXPECT_NEAR(box.left, 34, 1);
  EXPECT_NEAR(box.left + box.columns - 1, 65, 1);
  EXPECT_NEAR(box.top, 24, 1);
  EXPECT_NEAR(box.top + box.rows - 1, 75, 1);
}

TEST(Draw, ALineEndsWhereItShallAndHasTicks) {
  Picture picture = black(50, 100);
  draw_line(picture, {20, 25}, {80, 25}, kRed, 1, 0);
  const Box plain = touched(picture).value();
  EXPECT_NEAR(plain.left, 20, 1);
  EXPECT_NEAR(plain.left + plain.columns - 1, 80, 1);
  EXPECT_LE(plain.rows, 3);
  draw_line(picture, {20, 25}, {80, 25}, kRed, 1, 20);
  const Box ticked = touched(picture).value();
  EXPECT_NEAR(ticked.top, 15, 1);
  EXPECT_NEAR(ticked.top + ticked.rows - 1, 35, 1);
  EXPECT_EQ(at(picture, 15, 50), Colour{});
}

TEST(Draw, LongTextsAreBrokenBetweenWords) {
  const std::string text = "Osteoarthritis (Kellgren-Lawrence grade 2 or more) 0.98";
  EXPECT_EQ(label_lines(text, 8, 10'000), std::vector{text});
  const auto lines = label_lines(text, 8, 200);
  ASSERT_GE(lines.size(), 2U);
  std::string joined;
  for (const std::string& line : lines) {
    EXPECT_LE(label_box(line, 8).columns, 200) << line;
    joined += (joined.empty() ? "" : " ") + line;
  }
  EXPECT_EQ(joined, text);
  EXPECT_EQ(label_lines("Kellgren-Lawrence", 8, 5), std::vector<std::string>{"Kellgren-Lawrence"});
}

TEST(Draw, NothingLeavesThePicture) {
  Picture picture = black(20, 20);
  draw_line(picture, {-1e9, -5}, {1e300, 30}, kRed, 3, 8);
  draw_line(picture, {std::nan(""), 0}, {5, 5}, kRed, 1, 8);
  draw_line(picture, {5, 5}, {5, 5}, kRed, 1, 8);
  draw_polygon(picture, {{-100, -100}, {500, -100}, {500, 500}}, kRed, 2);
  draw_label(picture, {1e9, -1e9}, "a text far longer than the picture is wide", kRed, 12);
  EXPECT_EQ(picture.samples.size(), 1200U);
}

TEST(Label, StaysInItsBoxAndIsPushedInside) {
  const Box size = label_box("CTR 0.52", 14);
  EXPECT_LE(size.rows, 2 * 14);
  for (const Point corner : {Point{30, 20}, Point{500, 500}, Point{-9, -9}}) {
    Picture picture = black(100, 200);
    draw_label(picture, corner, "CTR 0.52", kRed, 14);
    const Box box = touched(picture).value();
    const int left = std::clamp(static_cast<int>(corner.x), 0, 200 - size.columns);
    const int top = std::clamp(static_cast<int>(corner.y), 0, 100 - size.rows);
    EXPECT_GE(box.left, left);
    EXPECT_GE(box.top, top);
    EXPECT_LE(box.left + box.columns, left + size.columns);
    EXPECT_LE(box.top + box.rows, top + size.rows);
    EXPECT_GE(box.rows, 12);
  }
}

TEST(Label, OtherLettersBecomeQuestionMarks) {
  Picture a = black(40, 200), b = black(40, 200);
  draw_label(a, {2, 2}, "Röntgen\n", kRed, 14);
  draw_label(b, {2, 2}, "R?ntgen?", kRed, 14);
  EXPECT_EQ(a.samples, b.samples);
}

TEST(Draw, LinesAreThickerOnLargerPictures) {
  EXPECT_EQ(line_thickness(black(100, 599)), 1);
  EXPECT_EQ(line_thickness(black(600, 10)), 2);
  EXPECT_EQ(line_thickness(black(10, 1200)), 3);
}

}  // namespace
}  // namespace roentgen::image
