#include "reading/cut_lungs.h"

#include <gtest/gtest.h>

namespace roentgen::reading {
namespace {

image::Mask box(int left, int top, int right, int bottom) {  // inclusive, in a picture of 100 x 100
  image::Mask mask{100, 100, std::vector<std::uint8_t>(10000, 0)};
  for (int y = top; y <= bottom; ++y)
    for (int x = left; x <= right; ++x) mask.at(y, x) = 1;
  return mask;
}

Structure structure(const char* name, image::Mask mask) {
  return {name, name, std::move(mask), 0.9, 0};
}

std::string raised(const image::Mask& right, const image::Mask& left) {
  std::string names;
  for (const auto& check : cut_checks({structure(kRightLung, right), structure(kLeftLung, left)}))
    if (check.outcome != study::Fitness::fit) names += check.name + " ";
  return names;
}

TEST(CutLungs, WholeLungsScoreTheirGap) {
  // 20 columns wide, 50 rows high; 20 rows free above, 29 below, 10 columns beside the right lung, 14 the
  // left.
  const CutScores s = cut_scores(box(10, 20, 29, 69), box(66, 20, 85, 70));
  EXPECT_DOUBLE_EQ(s.apex, -20.0 / 51);  // the left lung is 51 rows high: the smaller gap share
  EXPECT_DOUBLE_EQ(s.right_base, -30.0 / 50);
  EXPECT_DOUBLE_EQ(s.left_base, -29.0 / 51);
  EXPECT_DOUBLE_EQ(s.side, -10.0 / 20);
  EXPECT_EQ(raised(box(10, 20, 29, 69), box(66, 20, 85, 70)), "");
}

TEST(CutLungs, EachEndIsNamedByThePatientsSide) {
  const image::Mask right = box(10, 20, 29, 69), left = box(66, 20, 85, 69);
  EXPECT_EQ(raised(box(10, 0, 29, 69), left), "cut_apex ");
  EXPECT_EQ(raised(right, box(66, 0, 85, 69)), "cut_apex ");
  EXPECT_EQ(raised(right, box(66, 20, 85, 99)), "cut_left_base ");
  EXPECT_EQ(raised(box(10, 20, 29, 99), left), "cut_right_base ");
  EXPECT_EQ(raised(box(0, 20, 29, 69), left), "cut_side ");
  EXPECT_EQ(raised(right, box(66, 20, 99, 69)), "cut_side ");
}

TEST(CutLungs, TheSharesOfTheBorderAreCounted) {
  image::Mask lung = box(10, 20, 29, 69);
  for (int x = 20; x <= 24; ++x) lung.at(99, x) = 1;  // 5 of 20 columns
  EXPECT_DOUBLE_EQ(cut_scores(lung, box(66, 20, 85, 69)).right_base, 5.0 / 20);
}

TEST(CutLungs, WithoutALungThereIsNoCheck) {
  EXPECT_TRUE(cut_checks({structure(kRightLung, box(10, 20, 29, 69))}).empty());
}

}  // namespace
}  // namespace roentgen::reading
