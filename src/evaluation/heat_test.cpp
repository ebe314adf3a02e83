#include "evaluation/heat.h"

#include <gtest/gtest.h>

namespace roentgen::evaluation {
namespace {

image::Plane plane(int rows, int columns) {
  return {rows, columns, std::vector<float>(static_cast<std::size_t>(rows * columns), 0)};
}

TEST(Heat, PointsToTheMiddleOfItsBrightestPixel) {
  image::Plane heat = plane(10, 20);
  EXPECT_FALSE(brightest(heat).found);
  heat.at(4, 15) = 1;
  const Spot spot = brightest(heat);
  EXPECT_DOUBLE_EQ(spot.x, 15.5 / 20);
  EXPECT_DOUBLE_EQ(spot.y, 4.5 / 10);
  EXPECT_TRUE(inside(spot, {{0, 0, 0.1, 0.1}, {0.7, 0.4, 0.8, 0.5}}));
  EXPECT_FALSE(inside(spot, {{0.7, 0.5, 0.8, 0.6}}));
  EXPECT_FALSE(inside({0.75, 0.45, false}, {{0, 0, 1, 1}}));  // a map that says nothing hits nothing
}

TEST(Heat, IouCountsPixels) {
  image::Plane heat = plane(10, 10);
  for (int row = 2; row < 6; ++row)
    for (int column = 2; column < 6; ++column) heat.at(row, column) = 0.6F;
  heat.at(9, 9) = 0.4F;                                                    // below the level
  EXPECT_DOUBLE_EQ(box_iou(heat, 0.5, {{0.2, 0.2, 0.6, 0.6}}), 1);         // the same 16 pixels
  EXPECT_DOUBLE_EQ(box_iou(heat, 0.5, {{0.4, 0.2, 0.8, 0.6}}), 8.0 / 24);  // half of each
  EXPECT_DOUBLE_EQ(box_iou(heat, 0.5, {{0.2, 0.2, 0.6, 0.6}, {0.8, 0.8, 1, 1}}), 16.0 / 20);
  EXPECT_DOUBLE_EQ(box_iou(plane(10, 10), 0.5, {{0.2, 0.2, 0.6, 0.6}}), 0);
}

TEST(Heat, BoxesAreAsHotAsTheirScores) {
  const std::vector<reading::FoundBox> boxes{
      {0, 0.8, 0, 0, 50, 100}, {0, 0.2, 50, 0, 100, 50}, {1, 0.9, 50, 50, 100, 100}};
  const image::Plane heat = box_heat(boxes, 0, {100, 100}, {10, 10});
  EXPECT_FLOAT_EQ(heat.at(9, 0), 1);
  EXPECT_FLOAT_EQ(heat.at(0, 9), 0.25);
  EXPECT_FLOAT_EQ(heat.at(9, 9), 0);  // another label's
  EXPECT_DOUBLE_EQ(box_iou(heat, 0.5, {{0, 0, 0.5, 1}}), 1);
  EXPECT_FALSE(brightest(box_heat({}, 0, {100, 100}, {10, 10})).found);
}

TEST(Heat, TwoPackagesAreHeldAgainstEachOtherOnTheFilmsTheyShare) {
  Evaluation ours;
  ours.scores.header = {"image", "patient", "label", "x", "y", "hit", "iou"};
  dataset::Csv theirs{ours.scores.header, {}, {}};
  for (int i = 0; i < 20; ++i) {
    const std::string image = std::to_string(i);
    ours.scores.rows.push_back({image, "p" + image, "opacity", "0", "0", i < 15 ? "1" : "0", "0"});
    if (i < 18) theirs.rows.push_back({image, "p" + image, "other name", "0", "0", i < 9 ? "1" : "0", "0"});
  }
  ASSERT_TRUE(hold_against(ours, theirs, {}, {}));
  ASSERT_EQ(ours.metrics.size(), 1U);
  EXPECT_EQ(ours.metrics[0].n, 18);
  EXPECT_NEAR(ours.metrics[0].value, (15 - 9) / 18.0, 1e-12);
  EXPECT_LT(ours.metrics[0].ci95[0], ours.metrics[0].value);
  theirs.rows.push_back({"0", "p0", "a third name", "0", "0", "1", "0"});
  EXPECT_FALSE(hold_against(ours, theirs, {}, {}));  // which of the two?
  EXPECT_TRUE(hold_against(ours, theirs, {{"other name", "opacity"}}, {}));
  theirs.rows.clear();
  EXPECT_FALSE(hold_against(ours, theirs, {}, {}));
}

TEST(Heat, BoxesThatOverlapCoverThePictureOnce) {
  EXPECT_NEAR(covered({{0, 0, 0.5, 0.5}, {0.25, 0.25, 0.75, 0.75}}), 0.25 + 0.25 - 0.0625, 1e-9);
}

TEST(Heat, TheUsualPlaceIsThatOfOtherPatients) {
  const std::vector<Boxed> films{{"a", {{0, 0, 0.25, 0.25}}},
                                 {"a", {{0, 0, 0.25, 0.25}}},
                                 {"b", {{0.5, 0.5, 0.75, 0.75}}},
                                 {"c", {{0.5, 0.5, 1, 1}}}};
  EXPECT_TRUE(inside(brightest(usual_place(films, "c", 16)), {{0, 0, 0.25, 0.25}}));      // a twice, b once
  EXPECT_TRUE(inside(brightest(usual_place(films, "a", 16)), {{0.5, 0.5, 0.75, 0.75}}));  // b and c
}

}  // namespace
}  // namespace roentgen::evaluation
