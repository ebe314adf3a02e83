#include "reading/seen_part.h"

#include <gtest/gtest.h>

#include <vector>

namespace roentgen::reading {
namespace {

TEST(SeenPart, IsSaidOnlyWhereTheGateIsSure) {
  model::Card card;
  for (const char* name : {"frontal_chest", "hand_wrist", "foot_ankle", "dental_panoramic", "ct_abdomen"}) {
    model::Label label;
    label.name = name;
    label.threshold = 0.6;
    if (label.name != kFrontalChest) label.column = "part";
    card.labels.push_back(label);  // slope 1, intercept 0
  }
  const auto part = [&](float chest, float hand, float foot, float teeth, float slice) {
    return part_of(Look(card, std::vector<float>{chest, hand, foot, teeth, slice}));
  };
  EXPECT_EQ(part(3, -5, -5, -5, -5), "frontal_chest");
  EXPECT_EQ(part(-5, 2, -1, -5, -5), "hand_wrist");  // 0.88, and 0.27 of the other limb
  EXPECT_EQ(part(-5, 0.5F, -5, -5, -5), "");         // 0.62: no sure limb
  EXPECT_EQ(part(-5, -0.1F, -0.1F, -5, -5), "");     // surely a limb, but which?
  EXPECT_EQ(part(-5, -5, -5, 1, -5), "dental_panoramic");
  EXPECT_EQ(part(-5, -5, -5, -5, 4), "");  // not a radiograph
  EXPECT_EQ(part(-5, -5, -5, -5, -5), "");
}

}  // namespace
}  // namespace roentgen::reading
