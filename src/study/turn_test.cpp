#include "study/turn.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "study/reading_json.h"

namespace roentgen::study {
namespace {

// A picture of 4 rows and 7 columns, worked out by hand; reading/corrected_test.cpp holds the same formula
// against turned pixels.
TEST(Turn, APointFollowsItsPixel) {
  EXPECT_EQ(turned(Point{0, 0}, 4, 7, 90), (Point{3, 0}));
  EXPECT_EQ(turned(Point{6, 1}, 4, 7, 90), (Point{2, 6}));
  EXPECT_EQ(turned(Point{6, 1}, 4, 7, 180), (Point{0, 2}));
  EXPECT_EQ(turned(Point{6, 1}, 4, 7, 270), (Point{1, 0}));
  EXPECT_EQ(turned(Point{-0.5, 3.5}, 4, 7, 90), (Point{-0.5, -0.5}));  // the lower left corner comes on top
  EXPECT_EQ(turned(Point{6, 1}, 4, 7, 0), (Point{6, 1}));
}

TEST(Turn, TurningBackGivesTheSameReading) {
  const auto reading =
      parse_reading(base::read_text("src/study/testdata/read.findings.json", 1 << 20).value()).value();
  for (const int degrees : {90, 180, 270}) {
    const Reading there = turned(reading, degrees);
    EXPECT_NE(there, reading);
    EXPECT_EQ(turned(there, 360 - degrees), reading) << degrees;
  }
  EXPECT_EQ(as_displayed(reading), turned(reading, 90));  // what the example's gate says
}

TEST(Turn, BoxesKeepTheirCornersInOrderAndSpacingFollowsTheAxes) {
  Reading reading;
  reading.source.rows = 100;
  reading.source.columns = 300;
  reading.source.spacing = {0.1, 0.2, SpacingKind::at_detector};
  Finding finding;
  finding.regions.push_back({Shape::box, {{10, 20}, {50, 30}}, 1});
  reading.findings.push_back(finding);
  const Reading there = turned(reading, 90);
  EXPECT_EQ(there.source.rows, 300);
  EXPECT_EQ(there.source.columns, 100);
  EXPECT_DOUBLE_EQ(there.source.spacing.row_mm, 0.2);
  // (10,20) -> (79,10), (50,30) -> (69,50)
  EXPECT_EQ(there.findings[0].regions[0].points, (std::vector<Point>{{69, 10}, {79, 50}}));
}

}  // namespace
}  // namespace roentgen::study
