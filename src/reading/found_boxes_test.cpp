#include "reading/found_boxes.h"

#include <gtest/gtest.h>

#include <cmath>

#include "reading/peaks.h"

namespace roentgen::reading {
namespace {

float logit(double p) {
  return static_cast<float>(std::log(p / (1 - p)));
}

model::Output map(int channels, int rows, int columns, float value) {
  model::Output output{{1, channels, rows, columns}, {}};
  output.values.assign(
      static_cast<std::size_t>(channels) * static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns),
      value);
  return output;
}

TEST(Peaks, AreTopsOfTheirNeighbourhood) {
  model::Output scores = map(1, 4, 5, logit(0.01));
  scores.values[0 * 5 + 1] = logit(0.6);
  scores.values[0 * 5 + 2] = logit(0.5);                             // beside a higher one
  scores.values[2 * 5 + 3] = scores.values[3 * 5 + 4] = logit(0.8);  // equal neighbours: the first counts
  const auto peaks = peaks_of(scores, 0.1, 10);
  ASSERT_EQ(peaks.size(), 2u);
  EXPECT_EQ(peaks[0].row, 2);
  EXPECT_EQ(peaks[0].column, 3);
  EXPECT_NEAR(peaks[0].score, 0.8, 1e-6);
  EXPECT_EQ(peaks[1].column, 1);
  EXPECT_EQ(peaks_of(scores, 0.1, 1).size(), 1u);
  EXPECT_EQ(peaks_of(scores, 0.7, 10).size(), 1u);
}

TEST(FoundBoxes, LieWhereTheMapsSay) {
  const model::PlaceSpec places{.stride = 4, .threshold_origin = "test", .most_overlap = 0.5};
  model::Output scores = map(1, 8, 8, logit(0.01)), boxes = map(4, 8, 8, 0);
  scores.values[2 * 8 + 3] = logit(0.9);
  const double sides[] = {8, 4, 12, 6};  // left, up, right, down
  for (std::size_t s = 0; s < 4; ++s)
    boxes.values[s * 64 + 2 * 8 + 3] = static_cast<float>(std::log(sides[s] / 4));
  const auto found = found_boxes(places, scores, boxes, 0.5, 10);
  ASSERT_EQ(found.size(), 1u);
  // The cell's centre is at (3.5, 2.5) cells = (14, 10) pixels.
  EXPECT_NEAR(found[0].left, 6, 1e-5);
  EXPECT_NEAR(found[0].top, 6, 1e-5);
  EXPECT_NEAR(found[0].right, 26, 1e-5);
  EXPECT_NEAR(found[0].bottom, 16, 1e-5);
  EXPECT_NEAR(found[0].score, 0.9, 1e-6);

  // On a picture of 100 columns and 50 rows in an input of 32: scale 100 / 32, eight rows of border above.
  const auto placement = model::place(50, 100, {.size = 32, .fit = model::Fit::letterbox});
  const auto placed = on_picture(found, placement, {50, 100});
  ASSERT_EQ(placed.size(), 1u);
  EXPECT_NEAR(placed[0].left, 6 * 100.0 / 32, 1e-4);
  EXPECT_NEAR(placed[0].top, 0, 1e-9);  // the border is cut away
  EXPECT_NEAR(placed[0].bottom, (16 - 8) * 50.0 / 16, 1e-4);
}

TEST(FoundBoxes, TheWeakerOfTwoThatOverlapGoes) {
  const model::PlaceSpec places{.stride = 4, .threshold_origin = "test", .most_overlap = 0.55};
  model::Output scores = map(1, 8, 8, logit(0.01)), boxes = map(4, 8, 8, static_cast<float>(std::log(3.0)));
  scores.values[2 * 8 + 2] = logit(0.6);
  scores.values[2 * 8 + 4] = logit(0.9);  // two cells on: boxes of 24 overlap by 16 / 32 = 0.5
  scores.values[7 * 8 + 7] = logit(0.5);
  EXPECT_EQ(found_boxes(places, scores, boxes, 0.3, 10).size(), 3u);
  model::PlaceSpec strict = places;
  strict.most_overlap = 0.45;
  const auto kept = found_boxes(strict, scores, boxes, 0.3, 10);
  ASSERT_EQ(kept.size(), 2u);
  EXPECT_NEAR(kept[0].score, 0.9, 1e-6);
  EXPECT_NEAR(kept[1].score, 0.5, 1e-6);
}

TEST(FoundBoxes, WildNumbersStayFinite) {
  const model::PlaceSpec places{.stride = 4, .threshold_origin = "test"};
  const auto found = found_boxes(places, map(1, 2, 2, 1e30F), map(4, 2, 2, 1e30F), 0.5, 10);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_TRUE(std::isfinite(found[0].area()));
}

}  // namespace
}  // namespace roentgen::reading
