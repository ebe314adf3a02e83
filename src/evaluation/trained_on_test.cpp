#include "evaluation/trained_on.h"

#include <gtest/gtest.h>

namespace roentgen::evaluation {
namespace {

model::Card card() {
  model::Card card;
  card.training.data = {{"cxr_nih", "", "train", 100, 40, {{"zech", 60}, {"talo", 40}}},
                        {"cxr_nih", "", "val", 10, 4, {{"first", 10}}}};
  return card;
}

dataset::Table table(const std::string& name, const std::string& source) {
  dataset::Table table;
  table.name = name;
  for (const char* split : {"train", "train", "val", ""}) {
    dataset::Film film;
    film.split = split;
    film.source = source;
    table.films.push_back(film);
  }
  return table;
}

TEST(TrainedOn, ASetOfTheSameName) {
  const auto remark = trained_on(card(), table("cxr_nih", ""));
  ASSERT_TRUE(remark);
  EXPECT_TRUE(remark->starts_with("2 of 4 films stand in the training split: ")) << *remark;
  EXPECT_NE(remark->find("a set of this name"), std::string::npos);
}

TEST(TrainedOn, FilmsOfTheSameSourceInAFolderOfAnotherName) {
  const auto remark = trained_on(card(), table("mine", "talo"));
  ASSERT_TRUE(remark);
  EXPECT_NE(remark->find("films of the same source"), std::string::npos);
}

TEST(TrainedOn, OtherFilmsNeedNoRemark) {
  EXPECT_FALSE(trained_on(card(), table("mine", "another hospital")));
  EXPECT_FALSE(trained_on(card(), table("mine", "")));
  EXPECT_FALSE(trained_on(card(), table("mine", "first")));  // of val alone
  auto held_out = table("cxr_nih", "talo");
  for (auto& film : held_out.films) film.split = "test";
  EXPECT_FALSE(trained_on(card(), held_out));
  EXPECT_FALSE(trained_on(model::Card{}, table("cxr_nih", "talo")));
}

}  // namespace
}  // namespace roentgen::evaluation
