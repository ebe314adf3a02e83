#include "training/augment.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace roentgen::training {
namespace {

image::Mask grey_film(int size) {
  return {size, size,
          std::vector<std::uint8_t>(static_cast<std::size_t>(size) * static_cast<std::size_t>(size), 90)};
}

TEST(Augment, NothingAskedForLeavesTheFilmAsItIs) {
  const image::Mask film = grey_film(64);
  EXPECT_EQ(augment(film, {}, {}, base::Random{1}).input.samples, plain(film).samples);
}

TEST(Augment, MarksAreSmallAndBrightAndDifferFromDrawToDraw) {
  const image::Mask film = grey_film(224);
  const float before = plain(film).samples.front();
  std::vector<std::vector<float>> seen;
  int bright = 0;
  for (std::uint64_t draw = 0; draw < 60; ++draw) {
    const image::Plane marked = augment(film, {}, {.marks = 1}, base::Random{draw}).input;
    int changed = 0;
    for (int r = 0; r < 224; ++r)
      for (int c = 0; c < 224; ++c) {
        if (marked.at(r, c) == before) continue;
        ++changed;
        bright += marked.at(r, c) > 0.29F ? 1 : 0;
      }
    EXPECT_GT(changed, 0);
    EXPECT_LT(changed, 224 * 224 / 10);
    EXPECT_EQ(std::ranges::count(seen, marked.samples), 0);
    seen.push_back(marked.samples);
  }
  EXPECT_GT(bright, 60 * 20);
}

}  // namespace
}  // namespace roentgen::training
