#include "image/statistics.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>

#include "image/resample.h"

namespace roentgen::image {
namespace {

TEST(Statistics, ByHand) {
  const Statistics found = statistics(Image{2, 4, {0, 0, 100, 100, 200, 200, 65535, 400}});
  // mean (0 + 0 + 100 + 100 + 200 + 200 + 65535 + 400) / 8; numpy.std of the same
  EXPECT_DOUBLE_EQ(found.mean, 66535.0 / 8);
  EXPECT_NEAR(found.deviation, 21626.757000516165, 1e-6);
  EXPECT_DOUBLE_EQ(found.black_fraction, 0.25);
  EXPECT_DOUBLE_EQ(found.white_fraction, 0.125);
}

TEST(Statistics, PercentilesLieBetweenNeighbours) {
  const Image image{1, 5, {40, 10, 65535, 20, 30}};
  const std::array percents{0.0, 10.0, 50.0, 75.0, 80.0, 100.0, -5.0, 200.0};
  const std::vector<double> expected{10, 14, 30, 40, 40 + 0.2 * 65495, 65535, 10, 65535};
  const auto found = percentiles(image, percents);
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_NEAR(found[i], expected[i], 1e-6) << percents[i];
  EXPECT_EQ(percentiles(Image{1, 1, {7}}, percents), std::vector<double>(8, 7.0));
}

Image noise(int rows, int columns) {
  std::mt19937 random(1);
  Image image{rows, columns, std::vector<std::uint16_t>(static_cast<std::size_t>(rows * columns))};
  for (auto& sample : image.samples) sample = static_cast<std::uint16_t>(random());
  return image;
}

TEST(Sharpness, OfAChequerboardByHand) {
  // every pixel is +1 or -1 deviation from the mean, its neighbours the opposite: the Laplacian is 8 or -8
  Image board{256, 256, std::vector<std::uint16_t>(256 * 256)};
  for (int y = 0; y < 256; ++y)
    for (int x = 0; x < 256; ++x) board.at(y, x) = (x + y) % 2 == 0 ? 1000 : 3000;
  EXPECT_NEAR(sharpness(board), 64, 1e-9);
}

TEST(Sharpness, OfWhiteNoiseIsTwenty) {
  // the variances of 4 neighbours and of 4 times the pixel itself: 4 + 16
  EXPECT_NEAR(sharpness(noise(256, 256)), 20, 0.5);
}

TEST(Sharpness, FallsWithBlurAndNotWithContrast) {
  const Image sharp = noise(200, 256);
  const Image blurred = resample_image(resample_image(sharp, 50, 64), 200, 256);
  EXPECT_LT(sharpness(blurred), 0.1 * sharpness(sharp));
  Image pale = sharp;
  for (auto& sample : pale.samples) sample = static_cast<std::uint16_t>(20'000 + sample / 4);
  EXPECT_NEAR(sharpness(pale), sharpness(sharp), 0.01);
}

TEST(Sharpness, NothingToSeeIsZero) {
  EXPECT_EQ(sharpness(Image{97, 61, std::vector<std::uint16_t>(97 * 61, 12'345)}), 0);
  EXPECT_EQ(sharpness(Image{1, 1, {5}}), 0);
  EXPECT_EQ(sharpness(noise(1, 400)), 0);
}

}  // namespace
}  // namespace roentgen::image
