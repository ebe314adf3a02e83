#include "reading/opacity_places.h"

#include <gtest/gtest.h>

#include <cmath>

namespace roentgen::reading {
namespace {

// Two findings, both present with a heat map and a region of it.
FindingsResult found() {
  FindingsResult result;
  for (const char* label : {"Effusion", kOpacity}) {
    study::Finding finding;
    finding.label = label;
    finding.present = finding.heat_map = true;
    finding.heat_hit_rate = 0.33;
    finding.regions = {{study::Shape::box, {{1, 1}, {2, 2}}, 1}};
    result.findings.push_back(finding);
    result.heat_maps.push_back({label, label, 0.33, {}});
  }
  return result;
}

// A grid of 8 x 8 cells of 4 pixels with one peak in row 2, column 3, of this score; boxes of 8 x 8 pixels.
std::vector<model::Output> outputs(double score) {
  model::Output scores{{1, 1, 8, 8}, std::vector<float>(64, -9)};
  scores.values[2 * 8 + 3] = static_cast<float>(std::log(score / (1 - score)));
  return {scores, {{1, 4, 8, 8}, std::vector<float>(4 * 64, 0)}};
}

model::Card card() {
  model::Card card;
  card.task = model::Task::detection;
  card.labels.resize(1);
  card.places = model::PlaceSpec{.stride = 4, .threshold = 0.4, .threshold_origin = "by hand"};
  return card;
}

TEST(OpacityPlaces, BoxesTakeThePlaceOfTheHeatMapOfThisFindingAlone) {
  FindingsResult result = found();
  ASSERT_TRUE(wants_opacity_places(result));
  const model::Placement twice{.scale_x = 2, .scale_y = 2, .offset_x = 0, .offset_y = 0};
  place_opacities(card(), outputs(0.5), twice, {64, 64}, result);
  const study::Finding& opacity = result.findings[1];
  ASSERT_EQ(opacity.regions.size(), 1U);
  // The middle (14, 10) of the cell, 4 pixels each way, twice as large on the picture; edges to pixel
  // centres.
  EXPECT_NEAR(opacity.regions[0].points[0].x, 20 - 0.5, 1e-3);
  EXPECT_NEAR(opacity.regions[0].points[0].y, 12 - 0.5, 1e-3);
  EXPECT_NEAR(opacity.regions[0].points[1].x, 36 - 0.5, 1e-3);
  EXPECT_NEAR(opacity.regions[0].points[1].y, 28 - 0.5, 1e-3);
  EXPECT_FALSE(opacity.heat_map);
  EXPECT_FALSE(opacity.heat_hit_rate);
  ASSERT_EQ(result.heat_maps.size(), 1U);
  EXPECT_EQ(result.heat_maps[0].label, "Effusion");
  EXPECT_EQ(result.findings[0], found().findings[0]);
}

TEST(OpacityPlaces, BelowTheThresholdThePlaceIsUnknown) {
  FindingsResult result = found();
  place_opacities(card(), outputs(0.3), {.scale_x = 1, .scale_y = 1, .offset_x = 0, .offset_y = 0}, {32, 32},
                  result);
  EXPECT_TRUE(result.findings[1].present);
  EXPECT_TRUE(result.findings[1].regions.empty());
}

TEST(OpacityPlaces, AnAbsentFindingNeedsNone) {
  FindingsResult result = found();
  result.findings[1].present = false;
  EXPECT_FALSE(wants_opacity_places(result));
}

}  // namespace
}  // namespace roentgen::reading
