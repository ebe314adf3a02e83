#include "reading/part_gate.h"

#include <gtest/gtest.h>

#include <vector>

namespace roentgen::reading {
namespace {

model::Card quality_card() {
  model::Card card;
  for (const char* name : {kInverted, kPhoto}) {
    model::Label label;
    label.name = name;
    label.threshold = 0.4;
    card.labels.push_back(label);  // slope 1, intercept 0
  }
  return card;
}

TEST(PartGate, ThePictureIsHeldAgainstItsNegative) {
  const model::Card card = quality_card();
  const auto polarity = [&](float stored, float negative) {
    const std::vector<float> a{stored, 0}, b{negative, 0};
    return polarity_of(Look(card, a), Look(card, b));
  };
  EXPECT_EQ(polarity(-4, -1), Polarity::bones_bright);
  EXPECT_EQ(polarity(-1, -4), Polarity::bones_dark);  // though neither reaches the card's threshold
  EXPECT_EQ(polarity(-2, -2.5F), Polarity::unclear);
  EXPECT_EQ(polarity(-2, -2), Polarity::bones_bright);
}

TEST(PartGate, WhatWasTurnedOrMayBeTurnedIsRemarkedOn) {
  const model::Card card = quality_card();
  const std::vector<float> dark{-1, 0}, bright{-4, 0}, nearly{-3.5F, 0};
  const auto remarks = [&](const std::vector<float>& stored, const std::vector<float>& negative,
                           bool turned) {
    return judge_polarity(Look(card, stored), Look(card, negative), turned).quality;
  };
  EXPECT_TRUE(remarks(bright, dark, false).empty());
  const auto turned = remarks(dark, bright, true), unclear = remarks(nearly, bright, false);
  ASSERT_EQ(turned.size(), 1U);
  EXPECT_NE(turned[0].text.find("were exchanged"), std::string::npos);
  ASSERT_EQ(unclear.size(), 1U);
  EXPECT_NE(unclear[0].text.find("may be exchanged"), std::string::npos);
  EXPECT_TRUE(judge_polarity(Look({}, {}), Look({}, {}), false).quality.empty());
}

TEST(PartGate, ALimbMayBeOneOfSeveral) {
  model::Card card;
  for (const char* name : {"frontal_chest", "hand_wrist", "foot_ankle"}) {
    model::Label label;
    label.name = name;
    card.labels.push_back(label);
  }
  EXPECT_TRUE(is_surely_limb(Look(card, std::vector<float>{-5, 0, 0})));       // 0.5 + 0.5
  EXPECT_FALSE(is_surely_limb(Look(card, std::vector<float>{-5, 1.3F, -5})));  // 0.79
}

TEST(PartGate, PhotographsOfSpinesAreToldLater) {
  const model::Card card = quality_card();
  const std::vector<float> likely{0, 1.4F}, sure{0, 3};  // photo 0.80 and 0.95
  const auto outcome = [&](const std::vector<float>& logits, bool spine) {
    return judge_part_photograph(Look(card, logits), spine, study::Fitness::fit_with_remarks).quality.size();
  };
  EXPECT_EQ(outcome(likely, false), 1U);
  EXPECT_EQ(outcome(likely, true), 0U);
  EXPECT_EQ(outcome(sure, true), 1U);
  EXPECT_FALSE(is_surely_part_photograph(Look(card, likely)));
  EXPECT_TRUE(is_surely_part_photograph(Look(card, sure)));
}

}  // namespace
}  // namespace roentgen::reading
