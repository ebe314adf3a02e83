#include "image/measure.h"

#include <gtest/gtest.h>

#include "image/phantom_for_test.h"

namespace roentgen::image {
namespace {

TEST(Measure, SignalAndContrastToNoiseAreWhatWasDrawn) {
  // Left half 20000, right half 23000, noise 500: SNR 40, CNR 6. 20,000 pixels each: 0.5 % of the deviation.
  const Image image = with_noise(drawn(200, 200, [](int x, int) { return x < 100 ? 20000 : 23000; }), 500);
  EXPECT_NEAR(signal_to_noise(image, {0, 0, 100, 200}), 40, 1);
  EXPECT_NEAR(contrast_to_noise(image, {0, 0, 100, 200}, {100, 0, 100, 200}), 6, 0.15);
}

TEST(Measure, AGaussianEdgeIs2Point563Deviations) {
  for (const double sigma : {1.0, 2.0, 4.0}) {
    std::vector<double> up, down;
    for (int x = -30; x <= 30; ++x) {
      up.push_back(100 + 50 * soft_step(x, sigma));
      down.push_back(150 - 50 * soft_step(x, sigma));
    }
    // Straight lines between samples cut the bends: by at most f'' / 8 over f' = 0.17 / sigma pixels at
    // either end.
    EXPECT_NEAR(edge_distance(up), 2.563 * sigma, 0.35 / sigma);
    EXPECT_NEAR(edge_distance(down), 2.563 * sigma, 0.35 / sigma);
  }
  EXPECT_EQ(edge_distance(std::vector<double>{5, 5, 5}), 0);
}

TEST(Measure, PeakSignalToNoiseOfAKnownDifference) {
  // A difference of 655.35 everywhere: 40 dB by definition. 655 rounds it.
  EXPECT_NEAR(peak_signal_to_noise(even(20, 20, 1000), even(20, 20, 1655)), 40, 0.01);
  EXPECT_TRUE(std::isinf(peak_signal_to_noise(even(20, 20, 1000), even(20, 20, 1000))));
}

TEST(Measure, StructuralSimilarityFollowsItsFormula) {
  // Of two even images only the luminance term is left: (2 a b + C1) / (a^2 + b^2 + C1).
  const double a = 10000, b = 20000, c1 = 655.35 * 655.35;
  EXPECT_NEAR(structural_similarity(even(30, 30, a), even(30, 30, b)),
              (2 * a * b + c1) / (a * a + b * b + c1), 1e-9);
  const Image picture = limb(100, 80);
  EXPECT_NEAR(structural_similarity(picture, picture), 1, 1e-12);
  EXPECT_LT(structural_similarity(picture, with_noise(picture, 3000)), 0.6);
}

}  // namespace
}  // namespace roentgen::image
