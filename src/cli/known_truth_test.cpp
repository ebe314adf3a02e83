#include "cli/known_truth.h"

#include <gtest/gtest.h>

namespace roentgen::cli {
namespace {

dataset::Table with(std::vector<std::string> columns) {
  dataset::Table table;
  table.columns = std::move(columns);
  return table;
}

TEST(KnownTruth, IsThatOfTheMostTellingColumn) {
  const auto chest = known_truth(with({"image", "no_finding", "rsna_class", "Pneumothorax"}));
  ASSERT_TRUE(chest);
  EXPECT_EQ(chest->truth.normal[0].column, "rsna_class");
  EXPECT_EQ(chest->truth.abnormal[0].values.size(), 2U);
  ASSERT_EQ(chest->truth.urgent.size(), 1U);
  EXPECT_EQ(chest->truth.urgent[0].column, "Pneumothorax");
  EXPECT_TRUE(known_truth(with({"rsna_class"}))->truth.urgent.empty());  // no column that tells
}

TEST(KnownTruth, OfKneesSaysThatTheyAreKnees) {
  const auto knee = known_truth(with({"image", "kl_grade"}));
  ASSERT_TRUE(knee);
  EXPECT_EQ(knee->body_part, "knee");
  EXPECT_EQ(knee->truth.abnormal[0].values, (std::vector<std::string>{"2", "3", "4"}));
  EXPECT_FALSE(known_truth(with({"image", "cobb_max"})));
}

}  // namespace
}  // namespace roentgen::cli
