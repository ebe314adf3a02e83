#include "image/multiscale.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>
#include <utility>

#include "image/measure.h"
#include "image/phantom_for_test.h"
#include "image/pyramid.h"

namespace roentgen::image {
namespace {

std::vector<double> profile_across(const Image& image, int left, int right) {
  std::vector<double> profile;
  for (int x = left; x < right; ++x) {
    double sum = 0;
    for (int y = image.rows / 4; y < 3 * image.rows / 4; ++y) sum += image.at(y, x);
    profile.push_back(sum / (image.rows / 2));
  }
  return profile;
}

TEST(Pyramid, EqualsOpenCvsAwayFromTheEdges) {
  const Image image = with_noise(limb(101, 94), 800);
  const Plane half = reduce(image);
  cv::Mat source(image.rows, image.columns, CV_16U), wide, small, large;
  std::copy(image.samples.begin(), image.samples.end(), source.begin<std::uint16_t>());
  source.convertTo(wide, CV_32F);
  cv::pyrDown(wide, small);
  ASSERT_EQ(small.rows, half.rows);
  ASSERT_EQ(small.cols, half.columns);
  for (int y = 1; y + 2 < half.rows; ++y)
    for (int x = 1; x + 2 < half.columns; ++x)
      ASSERT_NEAR(half.at(y, x), small.at<float>(y, x), 0.05) << y << " " << x;

  cv::pyrUp(small, large, wide.size());
  ExpandedRows rows(half, image.columns);
  std::vector<float> row(static_cast<std::size_t>(image.columns));
  for (int y = 4; y + 4 < image.rows; ++y) {
    rows.row(y, row);
    for (int x = 4; x + 4 < image.columns; ++x)
      ASSERT_NEAR(row[static_cast<std::size_t>(x)], large.at<float>(y, x), 0.05) << y << " " << x;
  }
}

// With every gain 1 and no denoising the levels add up to the image again, for sides of every kind.
TEST(Multiscale, ChangesNothingIfAskedForNothing) {
  for (const auto& [rows, columns] : {std::pair{204, 158}, {203, 157}, {33, 96}, {32, 35}}) {
    const Image image = with_noise(limb(rows, columns), 700);
    MultiscaleSettings settings = only_denoise();
    settings.denoise = 0;
    const Image same = multiscale(image, settings, white_noise(700));
    for (std::size_t i = 0; i < image.samples.size(); ++i)
      ASSERT_NEAR(image.samples[i], same.samples[i], 1) << rows << " x " << columns << ", sample " << i;
  }
}

// Noise goes from the last row and column as from the rest, though an odd side's last blocks are half.
TEST(Multiscale, NoiseGoesFromTheBordersToo) {
  const Image quiet = denoise(with_noise(even(255, 255, 20000), 600));
  EXPECT_LT(level_of(quiet, {1, 1, 253, 253}).deviation, 60);
  EXPECT_LT(level_of(quiet, {0, 254, 255, 1}).deviation, 200);
  EXPECT_LT(level_of(quiet, {254, 0, 1, 255}).deviation, 200);
}

TEST(Multiscale, AnEvenImageStaysEven) {
  MultiscaleSettings settings = only_denoise();
  settings.gain.fill(3);
  settings.knee = 500;
  EXPECT_EQ(multiscale(even(64, 70, 12345), settings, white_noise(100)), even(64, 70, 12345));
}

TEST(Multiscale, TinyImagesComeBackAsTheyAre) {
  const Image image = with_noise(even(31, 100, 20000), 500);
  EXPECT_EQ(multiscale(image, only_denoise(), white_noise(500)), image);
  EXPECT_EQ(denoise(image), image);
}

// Noise of deviation 600 on a step of 6000 of Gaussian blur 1.5. In the even halves nearly all noise goes;
// the mean and the contrast stay. The edge's 10-90 % distance of 2.563 * 1.5 = 3.84 pixels (4.06 with
// straight lines between samples) grows by 0.61: less than a fifth.
TEST(Multiscale, NoiseGoesAndEdgesStay) {
  const Image clean = drawn(256, 256, [](int x, int) { return 20000 + 6000 * soft_step(x - 127.5, 1.5); });
  const Image noisy = with_noise(clean, 600);
  const Image quiet = denoise(noisy);
  const Box left{16, 16, 80, 224}, right{160, 16, 80, 224};
  EXPECT_NEAR(contrast_to_noise(noisy, left, right), 10, 0.2);
  EXPECT_GT(contrast_to_noise(quiet, left, right), 60);
  EXPECT_NEAR(level_of(quiet, left).mean, 20000, 20);
  EXPECT_NEAR(level_of(quiet, right).mean, 26000, 20);
  const double edge = edge_distance(profile_across(clean, 108, 148));
  EXPECT_NEAR(edge, 3.84, 0.35 / 1.5);
  EXPECT_LT(edge_distance(profile_across(quiet, 108, 148)), 1.2 * edge);
}

TEST(Multiscale, DenoisingRaisesTheSignalToNoiseOfAPhantomAtEveryLevelOfNoise) {
  const Image clean = limb(256, 256);
  for (const double sigma : {300.0, 1000.0, 3000.0}) {
    const Image noisy = with_noise(clean, sigma);
    EXPECT_NEAR(peak_signal_to_noise(noisy, clean), 20 * std::log10(65535 / sigma), 0.3);
    EXPECT_GT(peak_signal_to_noise(denoise(noisy), clean), peak_signal_to_noise(noisy, clean) + 4) << sigma;
  }
}

// A weak disc gains what the settings say (between half of it, at the knee, and all), a strong one hardly
// anything.
TEST(Multiscale, WeakDetailGainsMoreThanStrongDetail) {
  const auto disc = [](double height) {
    return drawn(256, 256, [=](int x, int y) {
      return 20000 + height * soft_step(6 - std::hypot(x - 128, y - 128), 1);
    });
  };
  MultiscaleSettings settings = only_denoise();
  settings.gain.fill(2);
  settings.knee = 400;
  settings.levels = 6;
  const auto gain = [&](double height) {
    const Image after = multiscale(disc(height), settings, white_noise(0));
    return (after.at(128, 128) - static_cast<double>(after.at(128, 60))) / height;
  };
  EXPECT_GT(gain(200), 1.6);
  EXPECT_LT(gain(200), 2.2);
  EXPECT_LT(gain(20000), 1.15);
  EXPECT_GT(gain(20000), 0.95);
}

// The same weak disc under noise as strong as itself: its contrast grows, the noise around it does not.
TEST(Multiscale, NoiseIsNotAmplifiedWithTheDetail) {
  const Image noisy = with_noise(
      drawn(256, 256,
            [](int x, int y) { return 20000 + 800 * soft_step(20 - std::hypot(x - 128, y - 128), 2); }),
      400);
  MultiscaleSettings settings = only_denoise();
  settings.gain.fill(2);
  settings.knee = 1000;
  settings.levels = 6;
  const Image better = multiscale(noisy, settings, white_noise(400));
  const Box inside{120, 120, 16, 16}, outside{8, 8, 60, 60};
  EXPECT_NEAR(contrast_to_noise(noisy, inside, outside), 2, 0.3);
  EXPECT_GT(contrast_to_noise(better, inside, outside), 8);
  EXPECT_LT(level_of(better, outside).deviation, 150);
}

TEST(Multiscale, LevelsLeaveEightPixels) {
  EXPECT_EQ(levels_for(3000, 2500), 8);
  EXPECT_EQ(levels_for(32, 4000), 2);
  EXPECT_EQ(levels_for(15, 15), 0);
}

TEST(Noise, IsMeasuredWithinFivePercent) {
  for (const double sigma : {50.0, 300.0, 2000.0}) {
    const Image image = with_noise(limb(512, 512), sigma);
    const Plane half = reduce(image);
    const NoiseProfile noise = measure_noise(image, half, reduce(half));
    EXPECT_NEAR(noise.typical, sigma, 0.05 * sigma + 5);
    EXPECT_NEAR(noise.by_level[1], 1, 0.1);
    EXPECT_NEAR(noise.by_level[2], 1, 0.15);
  }
}

// Quanta: the variance grows with the grey value, sigma^2 = 8 grey.
TEST(Noise, FollowsTheGreyValue) {
  Image image = drawn(512, 512, [](int x, int) { return 5000 + x * 100; });
  Normal normal(3);
  for (auto& sample : image.samples) sample = to_grey(sample + std::sqrt(8.0 * sample) * normal.next());
  const Plane half = reduce(image);
  const NoiseProfile noise = measure_noise(image, half, reduce(half));
  for (const float grey : {12000.0F, 25000.0F, 45000.0F})
    EXPECT_NEAR(noise.sigma(grey), std::sqrt(8 * grey), 0.08 * std::sqrt(8 * grey)) << grey;
}

TEST(Noise, PaintedBordersAndClippedPartsDoNotCount) {
  Image image = with_noise(even(512, 512, 20000), 500);
  for (int y = 0; y < 512; ++y)
    for (int x = 0; x < 512; ++x)
      if (y < 200 || x < 150) image.at(y, x) = 0;
  const Plane half = reduce(image);
  EXPECT_NEAR(measure_noise(image, half, reduce(half)).typical, 500, 25);
  const Image black = even(64, 64, 0);
  const Plane black_half = reduce(black);
  EXPECT_EQ(measure_noise(black, black_half, reduce(black_half)).typical, 0);
}

}  // namespace
}  // namespace roentgen::image
