#include "model/card_grading.h"

#include <gtest/gtest.h>

#include <functional>

#include "model/example_for_test.h"

namespace roentgen::model {
namespace {

Card graded_card() {
  Card card = example_card();
  card.labels = {example_label("ge_1", "Grade 1 or more"), example_label("ge_2", "Grade 2")};
  for (Label& label : card.labels) label.column = "grade";
  card.labels[0].positive = {"2", "1"};  // in any order
  card.labels[1].positive = {"2"};
  card.labels[1].negative = {"0", "1"};
  card.labels[0].shown = false;
  card.labels[1].among_column = "read";
  card.labels[1].among = {"yes", "twice"};
  card.metrics.clear();
  card.most_age_years = 6;
  card.grading =
      Grading{"grade", "Grade", "grade", {"0", "1", "2"}, {"ge_1", "ge_2"}, "1", {0.625F, 1.375F}, "val"};
  return card;
}

TEST(CardGrading, ComesBackAsWritten) {
  const std::string text = write_card(graded_card());
  const auto again = parse_card(text);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(write_card(*again), text);
  EXPECT_EQ(again->grading->grades, (std::vector<std::string>{"0", "1", "2"}));
  EXPECT_EQ(again->grading->decisive, "1");
  EXPECT_EQ(again->grading->cuts, (std::vector{0.625F, 1.375F}));
  EXPECT_EQ(again->grading->cuts_origin, "val");
  EXPECT_FALSE(again->labels[0].shown);
  EXPECT_TRUE(again->labels[1].shown);
  EXPECT_EQ(again->labels[1].among_column, "read");
  EXPECT_EQ(again->labels[1].among, (std::vector<std::string>{"yes", "twice"}));
  EXPECT_EQ(again->most_age_years, 6);
}

TEST(CardGrading, StepsMustMeanTheirGradeOrMore) {
  const auto problem = [](const std::function<void(Card&)>& spoil) {
    Card card = graded_card();
    spoil(card);
    const auto parsed = parse_card(write_card(card));
    return parsed ? std::string() : parsed.error().message;
  };
  const auto says = [](const std::string& text, const char* words) {
    return text.find(words) != std::string::npos;
  };
  EXPECT_TRUE(says(problem([](Card& c) { c.grading->steps[1] = "nobody"; }), "does not have"));
  EXPECT_TRUE(says(problem([](Card& c) { std::swap(c.grading->steps[0], c.grading->steps[1]); }),
                   "from their own grade on"));
  EXPECT_TRUE(says(problem([](Card& c) { c.labels[1].column = "other"; }), "from their own grade on"));
  EXPECT_TRUE(says(problem([](Card& c) { c.labels[0].negative = {"0", "3"}; }), "from their own grade on"));
  EXPECT_TRUE(says(problem([](Card& c) { c.grading->steps.pop_back(); }), "one fewer"));
  EXPECT_TRUE(says(problem([](Card& c) { c.grading->grades[2] = "1"; }), "twice"));
  EXPECT_TRUE(says(problem([](Card& c) { c.grading->decisive = "0"; }), "above the lowest"));
  EXPECT_TRUE(says(problem([](Card& c) { c.grading->cuts.pop_back(); }), "one fewer"));
  EXPECT_TRUE(says(problem([](Card& c) { c.grading->cuts = {1.5F, 1.5F}; }), "rise"));
  EXPECT_EQ(problem([](Card& c) { c.grading->cuts.clear(); }), "");
}

TEST(CardGrading, IsExplainedToPeople) {
  const std::string text = describe_card(graded_card());
  for (const char* part :
       {"Grades 0, 1, 2 of column grade", "grade 1 or more, by the expected grade", "never told as a finding",
        "only films with read = yes, twice", "6 years or younger"})
    EXPECT_NE(text.find(part), std::string::npos) << part;
}

}  // namespace
}  // namespace roentgen::model
