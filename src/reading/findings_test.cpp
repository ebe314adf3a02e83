#include "reading/findings.h"

#include <gtest/gtest.h>

namespace roentgen::reading {
namespace {

model::Card card_of(std::initializer_list<const char*> names) {
  model::Card card;
  card.name = "chest-findings";
  card.input.size = 64;
  for (const char* name : names) {
    model::Label label;
    label.name = name;
    label.title = std::string("The ") + name;
    label.threshold_origin = "val";
    card.labels.push_back(label);
  }
  return card;
}

TEST(Findings, ProbabilityThresholdAndDecision) {
  auto card = card_of({"Mass", "Nodule"});
  card.labels[0].calibration = {2, -1, "val", 0, 0};
  card.labels[0].threshold = 0.6;
  card.labels[1].threshold = 0.6;
  const auto result = judge_findings(card, std::vector<float>{0.75F, 0.25F}, {}, {}, {}, {64, 64});
  ASSERT_EQ(result.findings.size(), 2U);
  EXPECT_DOUBLE_EQ(result.findings[0].probability, 0.6225);  // 0.62246 rounded
  EXPECT_TRUE(result.findings[0].present);
  EXPECT_DOUBLE_EQ(result.findings[1].probability, 0.5622);  // 1 / (1 + exp(-0.25)) = 0.562177
  EXPECT_FALSE(result.findings[1].present);
  EXPECT_EQ(result.findings[0].title, "The Mass");
  EXPECT_EQ(result.findings[0].threshold_origin, "val");
  EXPECT_FALSE(result.findings[0].heat_map);
  EXPECT_TRUE(result.heat_maps.empty());
}

TEST(Findings, DecidesOnTheNumbersThatAreShown) {
  auto card = card_of({"Mass"});
  card.labels[0].threshold = 0.56221;  // shown as 0.5622; the probability is 0.562177, shown as 0.5622
  const auto result = judge_findings(card, std::vector<float>{0.25F}, {}, {}, {}, {64, 64});
  EXPECT_TRUE(result.findings[0].present);
}

TEST(Findings, ALabelThatMayAbstainDoes) {
  auto card = card_of({"Mass", "Nodule", "Effusion"});
  for (auto& label : card.labels) label.threshold = 0.5;
  card.labels[0].abstention =
      model::Abstention{0.9, 0.7, 0.4, "val"};  // between 0.4 and 0.7 both are possible
  card.labels[1].abstention = model::Abstention{0.9, 0.4, 0.6, "val"};
  const auto result = judge_findings(card, std::vector<float>{0.2F, 2.0F, 0.2F}, {}, {}, {}, {64, 64});
  EXPECT_TRUE(result.findings[0].uncertain);
  EXPECT_TRUE(result.findings[0].present);  // what it is called does not change
  EXPECT_FALSE(result.findings[1].uncertain);
  EXPECT_FALSE(result.findings[2].uncertain);  // it never abstains
}

// One bright cell in a map of 8 x 8 over an input of 64 x 64 that is a picture of 640 x 640.
TEST(Findings, TheRegionLiesWhereTheMapIsBright) {
  auto card = card_of({"Mass", "Nodule"});
  card.labels[0].threshold = 0.1;
  card.labels[1].threshold = 0.99;
  std::vector<float> maps(2 * 64, -1);
  maps[2 * 8 + 5] = 20;  // row 2, column 5: centre at picture (440 - 0.5, 200 - 0.5)
  maps[64 + 10] = 20;    // of the absent one
  model::Placement placement{10, 10, 0, 0};
  const auto result = judge_findings(card, std::vector<float>{1, 1}, maps, {8, 8}, placement, {640, 640});
  ASSERT_EQ(result.findings[0].regions.size(), 1U);
  EXPECT_TRUE(result.findings[1].regions.empty());  // absent: no region
  const auto& box = result.findings[0].regions[0];
  EXPECT_EQ(box.shape, study::Shape::box);
  EXPECT_NEAR((box.points[0].x + box.points[1].x) / 2, 439.5, 3);
  EXPECT_NEAR((box.points[0].y + box.points[1].y) / 2, 199.5, 3);
  // Bilinear between cells 80 pixels apart: half the peak is half a cell away on each side.
  EXPECT_NEAR(box.points[1].x - box.points[0].x, 80, 10);
  EXPECT_NEAR(box.strength, 1, 1e-6);
  ASSERT_EQ(result.heat_maps.size(), 1U);
  EXPECT_EQ(result.heat_maps[0].label, "Mass");
  EXPECT_EQ(result.heat_maps[0].plane.rows, 256);
}

TEST(Findings, AnEvenMapHasNoRegion) {
  auto card = card_of({"Mass"});
  card.labels[0].threshold = 0.1;
  const std::vector<float> maps(64, 3);
  const auto result = judge_findings(card, std::vector<float>{3}, maps, {8, 8}, {}, {64, 64});
  EXPECT_TRUE(result.findings[0].present);
  EXPECT_TRUE(result.findings[0].regions.empty());
}

TEST(Findings, KeepsTheStrongestHeatMaps) {
  auto card = card_of({"a", "b", "c", "d"});
  for (auto& label : card.labels) label.threshold = 0.1;
  const std::vector<float> maps(4 * 64, 1);
  const auto result = judge_findings(card, std::vector<float>{1, 4, 2, 3}, maps, {8, 8}, {}, {64, 64});
  ASSERT_EQ(result.heat_maps.size(), 3U);
  EXPECT_EQ(result.heat_maps[0].label, "b");
  EXPECT_EQ(result.heat_maps[1].label, "d");
  EXPECT_EQ(result.heat_maps[2].label, "c");
}

}  // namespace
}  // namespace roentgen::reading
