#include "reading/part.h"

#include <gtest/gtest.h>

#include "reading/classify.h"
#include "reading/tags.h"

namespace roentgen::reading {
namespace {

model::Card graded_card() {
  model::Card card;
  card.name = "knee";
  card.grading =
      model::Grading{"kl_grade", "Grade", "kl_grade", {"0", "1", "2"}, {"ge1", "ge2"}, "2", {}, {}};
  for (const std::string& step : card.grading->steps) {
    model::Label label;
    label.name = step;
    card.labels.push_back(label);  // slope 1, intercept 0
  }
  return card;
}

TEST(Grade, IsTheSumOfTheStepsAndSaysHowLikelyEachIs) {
  const model::Card card = graded_card();
  const std::vector<double> p{0.9, 0.6};
  EXPECT_NEAR(expected_grade(*card.grading, card.labels, p), 1.5, 1e-12);
  const auto likely = grade_probabilities(*card.grading, card.labels, p);
  ASSERT_EQ(likely.size(), 3U);
  EXPECT_NEAR(likely[0], 0.1, 1e-12);
  EXPECT_NEAR(likely[1], 0.3, 1e-12);
  EXPECT_NEAR(likely[2], 0.6, 1e-12);
}

TEST(Grade, AStepIsNeverLikelierThanTheOneBelow) {
  const model::Card card = graded_card();
  const auto likely = grade_probabilities(*card.grading, card.labels, std::vector<double>{0.4, 0.7});
  EXPECT_NEAR(likely[1], 0, 1e-12);
  EXPECT_NEAR(likely[2], 0.4, 1e-12);
}

TEST(Grade, BecomesAMeasurement) {
  const auto grade = grade_of(graded_card(), std::vector<float>{2.1972246F, 0.4054651F});  // 0.9 and 0.6
  EXPECT_EQ(grade.name, "kl_grade");
  EXPECT_EQ(grade.value, 2);
  EXPECT_EQ(
      grade.method,
      "Expected grade 1.50, rounded. How likely each grade is: grade 0 10 %, grade 1 30 %, grade 2 60 %.");
}

TEST(Grade, IsToldByTheCardsCuts) {
  model::Card card = graded_card();
  card.grading->cuts = {0.5F, 1.75F};
  const auto told = [&](double expected) { return told_grade(*card.grading, expected); };
  EXPECT_EQ(told(0), 0U);
  EXPECT_EQ(told(0.49), 0U);
  EXPECT_EQ(told(0.5), 1U);
  EXPECT_EQ(told(1.74), 1U);
  EXPECT_EQ(told(2), 2U);
  const auto grade = grade_of(card, std::vector<float>{2.1972246F, 0.4054651F});  // 0.9 and 0.6
  EXPECT_EQ(grade.value, 1);
  EXPECT_TRUE(grade.method.starts_with(
      "Expected grade 1.50, cut where the model's card or the site's calibration says. How likely"));
}

study::Acquisition taken(const std::string& part) {
  study::Acquisition acquisition;
  acquisition.modality = "DX";
  acquisition.body_part = part;
  return acquisition;
}

using Roles = std::vector<Role>;

TEST(PartRoles, TheFilesWordMustNotSpeakAgainstIt) {
  EXPECT_EQ(part_roles("knee", true, false, taken("KNEE")), (Roles{Role::knee, Role::limb}));
  EXPECT_EQ(part_roles("knee", true, false, taken("")), Roles{Role::limb});  // grades need the file's word
  EXPECT_EQ(part_roles("", false, false, taken("KNEE")), (Roles{Role::knee, Role::limb}));
  EXPECT_EQ(part_roles("", false, true, taken("KNEE")), Roles{});  // it looks like a chest
  EXPECT_EQ(part_roles("knee", true, false, taken("CHEST")), Roles{});
  EXPECT_EQ(part_roles("knee", true, false, taken("HAND")), Roles{Role::limb});
  EXPECT_EQ(part_roles("shoulder", true, false, taken("")), Roles{Role::limb});
  EXPECT_EQ(part_roles("shoulder", false, false, taken("")), Roles{});  // likeliest, but not sure
  EXPECT_EQ(part_roles("shoulder", false, false, taken("SHOULDER")), Roles{Role::limb});
  EXPECT_EQ(part_roles("dental_panoramic", false, false, taken("")), Roles{});
  EXPECT_EQ(part_roles("", false, false, taken("")), Roles{});
}

TEST(PartRoles, TheFilesWordHelpsWhereTheGateCannotTell) {
  EXPECT_EQ(part_roles("", false, false, taken("HAND")), Roles{Role::limb});
  EXPECT_EQ(part_roles("", false, false, taken("KNEE")), (Roles{Role::knee, Role::limb}));
  EXPECT_EQ(part_roles("", false, true, taken("HAND")), Roles{});  // the gate sees a chest
  EXPECT_EQ(part_roles("", false, true, taken("SPINE")), Roles{Role::spine});
  EXPECT_EQ(part_roles("", false, false, taken("SKULL")), Roles{});
}

TEST(PartRoles, OtherViewsAreReadForFracturesAlone) {
  study::Acquisition lateral = taken("KNEE");
  lateral.view_position = "LATERAL";
  EXPECT_EQ(part_roles("knee", true, false, lateral), Roles{Role::limb});
  lateral.body_part = "SPINE";
  EXPECT_EQ(part_roles("", false, false, lateral), Roles{});
}

TEST(PartRoles, OnlyTheBodyPartMayBeWrongAndOfLimbsTheView) {
  const auto names = [](study::Acquisition acquisition) {
    return names_other_part(judge_tags(acquisition, {}), acquisition);
  };
  EXPECT_TRUE(names(taken("KNEE")));
  EXPECT_TRUE(names(taken("HAND")));
  EXPECT_TRUE(names(taken("SPINE")));
  EXPECT_FALSE(names(taken("SKULL")));
  study::Acquisition lateral = taken("KNEE");
  lateral.view_position = "LATERAL";
  EXPECT_TRUE(names(lateral));  // a fracture is looked for on any view
  lateral.body_part = "SPINE";
  EXPECT_FALSE(names(lateral));
  study::Acquisition ct = taken("KNEE");
  ct.modality = "CT";
  EXPECT_FALSE(names(ct));
}

}  // namespace
}  // namespace roentgen::reading
