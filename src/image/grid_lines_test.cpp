#include "image/grid_lines.h"

#include <gtest/gtest.h>

#include "image/measure.h"
#include "image/phantom_for_test.h"

namespace roentgen::image {
namespace {

Image with_grid(Image image, double fx, double fy, double amplitude) {
  for (int y = 0; y < image.rows; ++y)
    for (int x = 0; x < image.columns; ++x)
      image.at(y, x) =
          to_grey(image.at(y, x) + amplitude * std::cos(2 * std::numbers::pi * (fx * x + fy * y) + 0.7));
  return image;
}

// Amplitude of the wave by which the two differ: the Fourier coefficient over the middle of the picture
// (whose own edges have some power at every frequency).
double amplitude_at(const Image& image, const Image& clean, double fx, double fy) {
  double real = 0, imaginary = 0, weights = 0;
  for (int y = 40; y < image.rows - 40; ++y)
    for (int x = 40; x < image.columns - 40; ++x) {
      const double turn = 2 * std::numbers::pi * (fx * x + fy * y);
      const double weight = (1 - std::cos(2 * std::numbers::pi * (x - 40) / (image.columns - 80))) *
                            (1 - std::cos(2 * std::numbers::pi * (y - 40) / (image.rows - 80)));
      const double difference = static_cast<double>(image.at(y, x)) - clean.at(y, x);
      real += weight * difference * std::cos(turn);
      imaginary += weight * difference * std::sin(turn);
      weights += weight;
    }
  return 2 * std::hypot(real, imaginary) / weights;
}

struct Case {
  double fx, fy;
};

TEST(GridLines, AreFoundAndTakenOut) {
  const Image clean = with_noise(limb(700, 620), 200);
  for (const Case& c : {Case{0.237, 0.0}, Case{0.31, 0.004}, Case{0.0, 0.183}, Case{-0.002, 0.41}}) {
    Image image = with_grid(clean, c.fx, c.fy, 500);
    const auto found = find_grid_lines(image);
    ASSERT_EQ(found.size(), 1u) << c.fx << " " << c.fy;
    EXPECT_NEAR(found[0].frequency_x, c.fx, 5e-4);
    EXPECT_NEAR(found[0].frequency_y, c.fy, 5e-4);
    EXPECT_NEAR(found[0].amplitude, 500, 75);
    remove_grid_lines(image, found);
    EXPECT_LT(amplitude_at(image, clean, c.fx, c.fy), 25) << c.fx << " " << c.fy;
    // What is left differs from the picture without a grid by less than the noise.
    EXPECT_GT(peak_signal_to_noise(image, clean), 20 * std::log10(65535 / 200.0));
  }
}

TEST(GridLines, ASecondHarmonicIsASecondSetOfLines) {
  const Image clean = with_noise(limb(700, 620), 200);
  Image image = with_grid(with_grid(clean, 0.16, 0, 500), 0.32, 0, 300);
  const auto found = find_grid_lines(image);
  ASSERT_EQ(found.size(), 2u);
  remove_grid_lines(image, found);
  EXPECT_LT(amplitude_at(image, clean, 0.16, 0), 25);
  EXPECT_LT(amplitude_at(image, clean, 0.32, 0), 25);
}

TEST(GridLines, AreNotSeenWhereThereAreNone) {
  EXPECT_TRUE(find_grid_lines(with_noise(limb(700, 620), 200)).empty());
  EXPECT_TRUE(find_grid_lines(with_noise(even(512, 512, 20000), 1000)).empty());
  EXPECT_TRUE(find_grid_lines(even(512, 512, 20000)).empty());
  // Trabeculae and cloth are periodic, but not along rows or columns.
  EXPECT_TRUE(find_grid_lines(with_noise(with_grid(even(512, 512, 20000), 0.2, 0.15, 800), 200)).empty());
  EXPECT_TRUE(find_grid_lines(even(200, 4000, 20000)).empty());
}

}  // namespace
}  // namespace roentgen::image
