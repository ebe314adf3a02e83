#include "reading/place.h"

#include <gtest/gtest.h>

namespace roentgen::reading {
namespace {

study::Outline square(double left, double top, double side) {
  study::Outline outline;
  outline.polygons = {{{left, top}, {left + side, top}, {left + side, top + side}, {left, top + side}}};
  return outline;
}

FindingsResult finding_at(double x, double y) {
  FindingsResult result;
  study::Finding finding;
  finding.label = "Mass";
  finding.title = "Mass";
  finding.present = finding.heat_map = true;
  finding.regions = {{study::Shape::box, {{x - 4, y - 4}, {x + 4, y + 4}}, 1.0}};
  result.findings = {finding};
  result.heat_maps = {{"Mass", "Mass", {}, {}}, {"Nodule", "Nodule", {}, {}}};
  return result;
}

// Two outlines: the chest is the box around both, 100 ... 300 wide and 50 ... 150 high; a twentieth is 10 and
// 5 pixels.
const std::vector<study::Outline> kChest{square(100, 50, 100), square(200, 50, 100)};

TEST(Place, InsideTheChestStays) {
  for (const auto& [x, y] : {std::pair{200.0, 100.0}, {91.0, 100.0}, {309.0, 154.0}}) {
    FindingsResult result = finding_at(x, y);
    EXPECT_TRUE(forget_places_outside(kChest, result).empty()) << x;
    EXPECT_EQ(result.findings, finding_at(x, y).findings);
    EXPECT_EQ(result.heat_maps.size(), 2u);
  }
}

TEST(Place, OutsideIsForgottenAndSaid) {
  for (const auto& [x, y] : {std::pair{89.0, 100.0}, {311.0, 100.0}, {200.0, 44.0}, {200.0, 156.0}}) {
    FindingsResult result = finding_at(x, y);
    const auto remarks = forget_places_outside(kChest, result);
    ASSERT_EQ(remarks.size(), 1u) << x;
    EXPECT_EQ(remarks.front().code, "place_unknown");
    EXPECT_TRUE(result.findings.front().present);
    EXPECT_TRUE(result.findings.front().regions.empty());
    EXPECT_FALSE(result.findings.front().heat_map);
    ASSERT_EQ(result.heat_maps.size(), 1u);
    EXPECT_EQ(result.heat_maps.front().label, "Nodule");
  }
}

TEST(Place, WithoutOutlinesNothingIsKnown) {
  FindingsResult result = finding_at(5000, 5000);
  EXPECT_TRUE(forget_places_outside({}, result).empty());
  EXPECT_EQ(result.findings.front().regions.size(), 1u);
}

TEST(Place, IsShownOnlyWhereItsHitRateIsKnown) {
  FindingsResult result = finding_at(200, 100);
  hide_unmeasured_places(result);
  EXPECT_TRUE(result.findings.front().present);
  EXPECT_TRUE(result.findings.front().regions.empty());
  EXPECT_FALSE(result.findings.front().heat_map);
  EXPECT_TRUE(result.heat_maps.empty());

  FindingsResult known = finding_at(200, 100);
  known.findings.front().heat_hit_rate = 0.4;
  for (HeatMap& heat : known.heat_maps)
    if (heat.label == known.findings.front().label) heat.hit_rate = 0.4;
  hide_unmeasured_places(known);
  EXPECT_EQ(known.findings.front().regions.size(), 1u);
  EXPECT_TRUE(known.findings.front().heat_map);
  ASSERT_EQ(known.heat_maps.size(), 1u);
  EXPECT_EQ(known.heat_maps.front().label, known.findings.front().label);
}

}  // namespace
}  // namespace roentgen::reading
