#include "training/recipe.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/file.h"

namespace roentgen::training {
namespace {

// A whole recipe with these labels.
base::Result<Recipe> recipe_with(const std::string& labels, const std::string& size = "64",
                                 const std::string& seeds = "[1]") {
  const auto file =
      std::filesystem::temp_directory_path() / ("recipe" + std::to_string(::getpid()) + ".json");
  const std::string text = R"({"name": "x", "version": "1.0.0", "task": "classification", "title": "t",
    "intended_use": "none", "limits": [], "input": {"size": )" +
                           size + R"(, "fit": "stretch"},
    "network": {"backbone": "b", "width": 0.35}, "labels": [)" +
                           labels + R"(], "threshold": {"least_specificity": 0.9},
    "data": [{"set": "s", "terms": "none"}], "training": {"epochs": 1, "batch": 2, "seeds": )" +
                           seeds + R"(,
    "learning_rate": 0.01}})";
  EXPECT_TRUE(base::write_text(file, text));
  auto recipe = read_recipe(file);
  std::filesystem::remove(file);
  return recipe;
}

TEST(Recipe, ALabelMayHaveItsOwnThresholdRuleAndFilms) {
  const auto recipe = recipe_with(R"({"name": "a", "title": "A"},
    {"name": "b", "title": "B", "where": {"spoil": ["clean", "b"]}, "threshold": {"least_sensitivity": 0.8}})");
  ASSERT_TRUE(recipe) << recipe.error().message;
  ASSERT_EQ(recipe->labels.size(), 2U);
  EXPECT_DOUBLE_EQ(threshold_rule(*recipe, 0).least_specificity, 0.9);
  EXPECT_DOUBLE_EQ(threshold_rule(*recipe, 1).least_sensitivity, 0.8);
  EXPECT_DOUBLE_EQ(threshold_rule(*recipe, 1).least_specificity, 0);  // the recipe's rule does not mix in
  EXPECT_TRUE(recipe->labels[0].where.empty());
  EXPECT_EQ(recipe->labels[1].where.at("spoil"), (std::vector<std::string>{"clean", "b"}));
}

TEST(Recipe, RefusesRulesThatCannotBeMet) {
  EXPECT_FALSE(recipe_with(R"({"name": "a", "title": "A", "threshold": {"least_specificity": 1.5}})"));
  EXPECT_FALSE(recipe_with(R"({"name": "a", "title": "A", "threshold": {"specificity": 0.9}})"));
  // Two labels read one column: a film cannot count for the one and not for the other.
  const auto torn = recipe_with(R"({"name": "a", "title": "A", "column": "turned", "where": {"x": ["1"]}},
    {"name": "b", "title": "B", "column": "turned"})");
  ASSERT_FALSE(torn);
  EXPECT_NE(torn.error().message.find("share a column"), std::string::npos);
}

// A number that does not fit must not become another one (found by recipe_fuzz).
TEST(Recipe, WholeNumbersAreThoseThatStandThere) {
  const std::string label = R"({"name": "a", "title": "A"})";
  EXPECT_TRUE(recipe_with(label, "64", "[1, 18446744073709551615]"));
  for (const char* size : {"64.5", "64.0", "4294967360", "-4294967232", "18446744073709551615256", "1e30"}) {
    const auto recipe = recipe_with(label, size);
    ASSERT_FALSE(recipe) << size;
    EXPECT_NE(recipe.error().message.find("input.size must be a whole number that fits"), std::string::npos)
        << recipe.error().message;
  }
  for (const char* size : {"\"64\"", "true", "null"}) {
    const auto recipe = recipe_with(label, size);
    ASSERT_FALSE(recipe) << size;
    EXPECT_NE(recipe.error().message.find("input.size has the wrong type"), std::string::npos);
  }
  for (const char* seeds : {"[1.5]", "[-1]", "[1e30]", "1"}) EXPECT_FALSE(recipe_with(label, "64", seeds));
}

}  // namespace
}  // namespace roentgen::training
