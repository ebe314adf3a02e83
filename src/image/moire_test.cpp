#include "image/moire.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/random.h"

namespace roentgen::image {
namespace {

// A soft disc with noise, and a wave of this length and direction over it.
Image film(int rows, int columns, double amplitude, double wave, double degrees) {
  base::Random random{7};
  Image image{rows, columns, {}};
  const double turn = degrees * std::numbers::pi / 180, f = 2 * std::numbers::pi / wave;
  for (int y = 0; y < rows; ++y)
    for (int x = 0; x < columns; ++x) {
      const double distance = std::hypot(x - columns / 2.0, y - rows / 2.0) / std::min(rows, columns);
      double value = 30000 + 15000 * std::tanh((0.35 - distance) * 20) + 600 * random.normal();
      value *= 1 + amplitude * std::cos(f * (x * std::cos(turn) + y * std::sin(turn)));
      image.samples.push_back(static_cast<std::uint16_t>(std::clamp(value, 0.0, 65535.0)));
    }
  return image;
}

TEST(Moire, AnObliqueWaveStandsOut) {
  const double without = *moire_prominence(film(400, 500, 0, 7, 30));
  const double weak = *moire_prominence(film(400, 500, 0.01, 7, 30));
  const double strong = *moire_prominence(film(400, 500, 0.05, 7, 30));
  EXPECT_LT(without, 1.5);
  EXPECT_GT(weak, 2.0);
  EXPECT_NEAR(strong - weak, std::log10(25.0), 0.15);  // power goes with the square of the amplitude
}

TEST(Moire, TheLinesOfAGridAndSlowChangesDoNotCount) {
  for (const double degrees : {0.0, 90.0, 1.0})
    EXPECT_LT(*moire_prominence(film(400, 500, 0.05, 6, degrees)), 1.5) << degrees;
  EXPECT_LT(*moire_prominence(film(400, 500, 0.05, 80, 30)), 1.5);
}

TEST(Moire, SmallPicturesAreMeasuredInSmallPiecesAndTinyOnesNotAtAll) {
  EXPECT_GT(*moire_prominence(film(150, 300, 0.03, 6, 40)), 2.0);
  EXPECT_FALSE(moire_prominence(film(127, 300, 0.03, 6, 40)));
  EXPECT_FALSE(moire_prominence(Image{200, 200, std::vector<std::uint16_t>(40000, 500)}));
}

}  // namespace
}  // namespace roentgen::image
