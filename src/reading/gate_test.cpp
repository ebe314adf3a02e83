#include "reading/gate.h"

#include <gtest/gtest.h>

#include <cmath>

#include "reading/classify.h"

namespace roentgen::reading {
namespace {

model::Card gate_card() {
  model::Card card;
  card.name = "image-gate";
  for (const char* name : {"frontal_chest", "knee", "hand_wrist"}) {
    model::Label label;
    label.name = name;
    label.title = name;
    label.threshold = 0.5;
    card.labels.push_back(label);
  }
  return card;
}

TEST(Gate, CalibratesAsPlattSays) {
  EXPECT_NEAR(calibrated(0, {}), 0.5, 1e-12);
  // 1 / (1 + exp(-(2 * 0.75 - 1))) = 1 / (1 + exp(-0.5))
  EXPECT_NEAR(calibrated(0.75, {2, -1, "val", 0, 0}), 0.6224593312, 1e-9);
}

TEST(Gate, AcceptsAFrontalChestAndNamesTheRest) {
  const auto card = gate_card();
  EXPECT_FALSE(judge_kind(card, std::vector<float>{3, -2, -2}).refused());
  const auto knee = judge_kind(card, std::vector<float>{-3, 4, 1});
  ASSERT_EQ(knee.reasons.size(), 1U);
  EXPECT_EQ(knee.reasons[0].code, "not_a_frontal_chest");
  EXPECT_NE(knee.reasons[0].text.find("knee"), std::string::npos);
  // Nothing it would bet on: no kind is named.
  const auto unknown = judge_kind(card, std::vector<float>{-3, -2, -1});
  ASSERT_TRUE(unknown.refused());
  EXPECT_EQ(unknown.reasons[0].text, "This does not look like a frontal chest radiograph.");
}

TEST(Gate, DecidesByTheCardsThreshold) {
  auto card = gate_card();
  card.labels[0].threshold = 0.9;  // logit 2.197
  EXPECT_TRUE(judge_kind(card, std::vector<float>{2.1F, -2, -2}).refused());
  EXPECT_FALSE(judge_kind(card, std::vector<float>{2.3F, -2, -2}).refused());
}

TEST(Gate, MeasuresTheDistanceFromTheTrainingData) {
  model::Reference reference{.mean = {1, 2}, .deviation = {0.5F, 2}, .largest_distance = 2, .origin = ""};
  // z = (1, 3): sqrt((1 + 9) / 2) = sqrt(5)
  EXPECT_NEAR(feature_distance(std::vector<float>{1.5F, 8}, reference), std::sqrt(5.0), 1e-6);
  EXPECT_TRUE(std::isnan(feature_distance(std::vector<float>{1}, reference)));

  auto card = gate_card();
  EXPECT_FALSE(judge_distance(card, std::vector<float>{1.5F, 8}).refused());  // no reference
  card.reference = reference;
  const auto far = judge_distance(card, std::vector<float>{1.5F, 8});
  ASSERT_TRUE(far.refused());
  EXPECT_EQ(far.reasons[0].code, "far_from_training_data");
  EXPECT_NE(far.reasons[0].text.find("2.24"), std::string::npos);
  EXPECT_FALSE(judge_distance(card, std::vector<float>{1.5F, 2}).refused());
  EXPECT_TRUE(judge_distance(card, std::vector<float>{1}).refused());  // not comparable
}

}  // namespace
}  // namespace roentgen::reading
