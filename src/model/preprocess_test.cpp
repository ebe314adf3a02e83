#include "model/preprocess.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace roentgen::model {
namespace {

image::Image noise(int rows, int columns, unsigned seed) {
  std::mt19937 random(seed);
  image::Image made{rows, columns, std::vector<std::uint16_t>(static_cast<std::size_t>(rows * columns))};
  for (auto& sample : made.samples) sample = static_cast<std::uint16_t>(random());
  return made;
}

InputSpec spec(int size, Fit fit, double low, double high) {
  InputSpec made;
  made.size = size;
  made.fit = fit;
  made.low_percentile = low;
  made.high_percentile = high;
  return made;
}

TEST(Place, StretchedUsesTheWholeInput) {
  const Placement where = place(100, 300, spec(50, Fit::stretch, 0, 100));
  EXPECT_DOUBLE_EQ(where.scale_x, 6);
  EXPECT_DOUBLE_EQ(where.scale_y, 2);
  EXPECT_EQ(where.offset_x, 0);
  EXPECT_EQ(where.offset_y, 0);
}

TEST(Place, LetterboxedByHand) {
  // 100 rows of 300 columns in 50: 50 columns, 16.67 -> 17 rows, 33 rows of border, 16 above
  const Placement where = place(100, 300, spec(50, Fit::letterbox, 0, 100));
  EXPECT_DOUBLE_EQ(where.scale_x, 6);
  EXPECT_DOUBLE_EQ(where.scale_y, 100.0 / 17);
  EXPECT_EQ(where.offset_x, 0);
  EXPECT_EQ(where.offset_y, 16);
  EXPECT_EQ(place(1, 10'000, spec(8, Fit::letterbox, 0, 100)).scale_y, 1);  // never less than one row
}

// The documented formula takes the borders of the picture in the input to the borders of the image.
TEST(Place, CornersFallOnCorners) {
  for (const auto& [rows, columns] : {std::pair{2500, 2048}, {333, 1000}, {7, 7}, {1, 19}})
    for (const Fit fit : {Fit::stretch, Fit::letterbox}) {
      const int size = 256;
      const Placement where = place(rows, columns, spec(size, fit, 0, 100));
      const auto image_x = [&](double x) { return (x + 0.5 - where.offset_x) * where.scale_x - 0.5; };
      EXPECT_NEAR(image_x(where.offset_x - 0.5), -0.5, 1e-9);
      const double placed_columns = std::round(columns / where.scale_x);
      EXPECT_NEAR(image_x(where.offset_x + placed_columns - 0.5), columns - 0.5, 1e-9);
      EXPECT_LE(where.offset_x + placed_columns, size);
      EXPECT_LE(std::abs(size - placed_columns - 2 * where.offset_x), 1);
    }
}

TEST(Prepare, PercentilesByHand) {
  const image::Image line{
      5, 5, {0, 10, 20, 30, 40, 0, 10, 20, 30, 40, 0, 10, 20, 30, 40, 0, 10, 20, 30, 40, 0, 10, 20, 30, 40}};
  // numpy.percentile(numpy.repeat([0, 10, 20, 30, 40], 5), [18, 75]) = [3.2, 30]
  const auto input = prepare(line, spec(5, Fit::stretch, 18, 75)).input;
  EXPECT_FLOAT_EQ(input.at(0, 0), -1);
  EXPECT_NEAR(input.at(2, 1), (10 - 3.2) / 26.8 * 2 - 1, 1e-6);
  EXPECT_NEAR(input.at(4, 2), (20 - 3.2) / 26.8 * 2 - 1, 1e-6);
  EXPECT_FLOAT_EQ(input.at(1, 3), 1);
  EXPECT_FLOAT_EQ(input.at(1, 4), 1);
}

TEST(Prepare, TheWholeRangeSpansMinusOneToOne) {
  for (const Fit fit : {Fit::stretch, Fit::letterbox}) {
    const auto prepared = prepare(noise(50, 31, 1), spec(32, fit, 0, 100));
    ASSERT_EQ(prepared.input.rows, 32);
    ASSERT_EQ(prepared.input.columns, 32);
    ASSERT_EQ(prepared.input.samples.size(), 1024U);
    const auto [low, high] =
        std::minmax_element(prepared.input.samples.begin(), prepared.input.samples.end());
    EXPECT_EQ(*low, -1);
    EXPECT_EQ(*high, 1);
  }
}

TEST(Prepare, TheBorderIsDarkAndDoesNotCount) {
  // 4 x 8 bright pixels in 8 x 8: two rows of border above and below. Were they counted, the low percentile
  // would be theirs and no picture pixel would be -1.
  image::Image bright{4, 8, std::vector<std::uint16_t>(32, 50'000)};
  for (int x = 0; x < 4; ++x)
    for (int y = 0; y < 4; ++y) bright.at(y, x) = 40'000;
  const auto input = prepare(bright, spec(8, Fit::letterbox, 10, 90)).input;
  for (int y = 0; y < 8; ++y)
    for (int x = 0; x < 8; ++x)
      EXPECT_EQ(input.at(y, x), y >= 2 && y < 6 && x >= 4 ? 1 : -1) << y << ' ' << x;
}

TEST(Prepare, BrightnessAndContrastDoNotMatter) {
  image::Image plain = noise(90, 70, 2), other = plain;
  for (auto& sample : plain.samples) sample = static_cast<std::uint16_t>(sample / 16);
  for (std::size_t i = 0; i < plain.samples.size(); ++i)
    other.samples[i] = static_cast<std::uint16_t>(5000 + 3 * plain.samples[i]);
  const auto a = prepare(plain, InputSpec{}).input, b = prepare(other, InputSpec{}).input;
  for (std::size_t i = 0; i < a.samples.size(); ++i) ASSERT_NEAR(a.samples[i], b.samples[i], 1e-4);
}

TEST(Prepare, AnEvenPictureIsAllDark) {
  for (const auto value : {std::uint16_t{0}, std::uint16_t{12'345}, std::uint16_t{65'535}})
    for (const auto& [rows, columns] : {std::pair{97, 61}, {1, 1}, {3, 500}})
      for (const Fit fit : {Fit::stretch, Fit::letterbox}) {
        const image::Image even{rows, columns,
                                std::vector<std::uint16_t>(static_cast<std::size_t>(rows * columns), value)};
        for (const float sample : prepare(even, spec(64, fit, 0, 100)).input.samples) ASSERT_EQ(sample, -1);
      }
}

}  // namespace
}  // namespace roentgen::model
