#include "image/resample.h"

#include <gtest/gtest.h>

#include <numeric>
#include <opencv2/imgproc.hpp>
#include <random>

#include "image/resample_shares.h"

namespace roentgen::image {
namespace {

Image noise(int rows, int columns, unsigned seed) {
  std::mt19937 random(seed);
  Image image{rows, columns, std::vector<std::uint16_t>(static_cast<std::size_t>(rows * columns))};
  for (auto& sample : image.samples) sample = static_cast<std::uint16_t>(random());
  return image;
}

double mean(const auto& raster) {
  return std::accumulate(raster.samples.begin(), raster.samples.end(), 0.0) /
         static_cast<double>(raster.samples.size());
}

cv::Mat as_floats(const Image& image) {
  cv::Mat floats;
  cv::Mat(image.rows, image.columns, CV_16U, const_cast<std::uint16_t*>(image.samples.data()))
      .convertTo(floats, CV_32F);
  return floats;
}

TEST(Resample, ThreeToTwoByHand) {
  // Target 0 covers pixel 0 and half of pixel 1: (10 + 20 / 2) / 1.5; target 1: (20 / 2 + 60) / 1.5
  const Plane plane = resample(Image{1, 3, {10, 20, 60}}, 1, 2);
  EXPECT_FLOAT_EQ(plane.samples[0], 20.0F / 1.5F);
  EXPECT_FLOAT_EQ(plane.samples[1], 70.0F / 1.5F);
}

TEST(Resample, TwoToFourByHand) {
  // centres of the targets at -0.25, 0.25, 0.75, 1.25 of the source
  const Plane plane = resample(Image{2, 1, {0, 100}}, 4, 1);
  EXPECT_EQ(plane.samples, (std::vector<float>{0, 25, 75, 100}));
}

TEST(Resample, ShrinkingKeepsTheMean) {
  for (const auto& [rows, columns] : {std::pair{40, 31}, {7, 3}, {1, 1}, {100, 73}, {99, 5}}) {
    const Image image = noise(100, 73, 1);
    EXPECT_NEAR(mean(resample(image, rows, columns)), mean(image), 0.02) << rows << " x " << columns;
  }
}

TEST(Resample, ShrinksLikeOpenCvsAreaAveraging) {
  const Image image = noise(211, 157, 2);
  for (const auto& [rows, columns] : {std::pair{64, 64}, {210, 156}, {53, 12}, {1, 100}}) {
    cv::Mat expected;
    cv::resize(as_floats(image), expected, {columns, rows}, 0, 0, cv::INTER_AREA);
    const Plane plane = resample(image, rows, columns);
    for (int y = 0; y < rows; ++y)
      for (int x = 0; x < columns; ++x)
        ASSERT_NEAR(plane.at(y, x), expected.at<float>(y, x), 0.1) << y << ' ' << x;
  }
}

TEST(Resample, EnlargesLikeOpenCvsBilinear) {
  const Image image = noise(13, 9, 3);
  for (const auto& [rows, columns] : {std::pair{26, 18}, {47, 10}, {14, 100}}) {
    cv::Mat expected;
    cv::resize(as_floats(image), expected, {columns, rows}, 0, 0, cv::INTER_LINEAR);
    const Plane plane = resample(image, rows, columns);
    for (int y = 0; y < rows; ++y)
      for (int x = 0; x < columns; ++x)
        ASSERT_NEAR(plane.at(y, x), expected.at<float>(y, x), 0.2) << y << ' ' << x;
  }
}

TEST(Resample, OnePixelBecomesAnEvenPicture) {
  EXPECT_EQ(resample(Image{1, 1, {7}}, 2, 3).samples, std::vector<float>(6, 7.0F));
}

TEST(Resample, TheSameSizeIsTheSamePicture) {
  const Image image = noise(5, 8, 4);
  EXPECT_EQ(resample_image(image, 5, 8), image);
  const Plane plane = resample(image, 5, 8);
  EXPECT_EQ(std::vector<float>(image.samples.begin(), image.samples.end()), plane.samples);
  EXPECT_EQ(resample(plane, 5, 8), plane);
}

TEST(Resample, ImagesAreRoundedToTheNearestValue) {
  EXPECT_EQ(resample_image(Image{1, 4, {1, 2, 65535, 65535}}, 1, 2), (Image{1, 2, {2, 65535}}));
}

TEST(Resample, NearestTakesTheValueUnderTheCentre) {
  const Mask mask{1, 5, {1, 2, 3, 4, 5}};
  EXPECT_EQ(resample_nearest(mask, 1, 2).samples,
            (std::vector<std::uint8_t>{2, 4}));  // centres at 0.75 and 3.25
  EXPECT_EQ(resample_nearest(mask, 2, 10).samples,
            (std::vector<std::uint8_t>{1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5}));
}

const Affine kIdentity{1, 0, 0, 0, 1, 0};

TEST(Warp, IdentityChangesNothing) {
  const Plane plane = resample(noise(6, 7, 5), 6, 7);
  EXPECT_EQ(warp(plane, kIdentity, -9), plane);
  const Mask mask{2, 2, {1, 2, 3, 4}};
  EXPECT_EQ(warp(mask, kIdentity), mask);
}

TEST(Warp, ShiftsByHand) {
  const Plane plane{1, 3, {10, 20, 40}};
  // the value half a pixel to the right; at the edge half of it is outside
  EXPECT_EQ(warp(plane, {1, 0, 0.5, 0, 1, 0}, -10).samples, (std::vector<float>{15, 30, 15}));
  EXPECT_EQ(warp(plane, {1, 0, 2, 0, 1, 0}, -10).samples, (std::vector<float>{40, -10, -10}));
  EXPECT_EQ(warp(plane, {-1, 0, 2, 0, 1, 0}, 0).samples, (std::vector<float>{40, 20, 10}));
  EXPECT_EQ(warp(Mask{1, 3, {1, 2, 3}}, {1, 0, 1, 0, 1, 0}).samples, (std::vector<std::uint8_t>{2, 3, 0}));
}

TEST(Warp, TurnsLikeOpenCv) {
  const Image image = noise(40, 50, 6);
  const Plane plane = resample(image, 40, 50);
  const Affine turn{0.875, 0.25,  -3,
                    -0.25, 0.875, 5};  // fractions that OpenCV's table of 1/32 pixels holds exactly
  cv::Mat matrix(2, 3, CV_64F, const_cast<double*>(turn.data())), expected;
  cv::warpAffine(as_floats(image), expected, matrix, {50, 40}, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                 cv::BORDER_CONSTANT, cv::Scalar(123));
  const Plane turned = warp(plane, turn, 123);
  for (int y = 0; y < 40; ++y)
    for (int x = 0; x < 50; ++x) ASSERT_NEAR(turned.at(y, x), expected.at<float>(y, x), 0.1) << y << ' ' << x;
}

TEST(ResampleShares, AreTheFloatsToTheNearestByte) {
  Plane plane{7, 5, {}};
  for (int i = 0; i < 35; ++i) plane.samples.push_back(static_cast<float>(i % 9) / 6 - 0.2F);
  plane.samples[17] = std::numeric_limits<float>::quiet_NaN();
  for (const auto& [rows, columns] : {std::pair{61, 43}, {7, 5}, {7, 50}, {3, 2}, {70, 4}}) {
    const Plane floats = resample(plane, rows, columns);
    const Mask shares = resample_shares(plane, rows, columns);
    ASSERT_EQ(shares.samples.size(), floats.samples.size());
    for (std::size_t i = 0; i < shares.samples.size(); ++i) {
      const float share = std::isnan(floats.samples[i]) ? 0 : std::clamp(floats.samples[i], 0.0F, 1.0F);
      ASSERT_NEAR(shares.samples[i], share * 255, 0.5001) << rows << ' ' << columns << ' ' << i;
    }
  }
}

TEST(Warp, AMatrixWithoutMeaningGivesTheOutside) {
  const Plane plane{1, 2, {1, 2}};
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(warp(plane, {nan, 0, 0, 0, 1, 0}, 5).samples, (std::vector<float>{5, 5}));
  EXPECT_EQ(warp(plane, {1e300, 0, 1e300, 0, 1, 0}, 5).samples, (std::vector<float>{5, 5}));
  EXPECT_EQ(warp(Mask{1, 2, {1, 2}}, {1, 0, nan, 0, 1, 0}).samples, (std::vector<std::uint8_t>{0, 0}));
}

}  // namespace
}  // namespace roentgen::image
