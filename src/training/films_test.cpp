#include "training/films.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/file.h"

namespace roentgen::training {
namespace {

// A folder of sets, each a table of rows "image,patient,source,split,turned,mirrored".
class Sets {
 public:
  Sets() : folder_(std::filesystem::temp_directory_path() / ("roentgen_sets" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(folder_);
  }
  ~Sets() { std::filesystem::remove_all(folder_); }
  Sets(const Sets&) = delete;
  Sets& operator=(const Sets&) = delete;
  void add(const std::string& name, const std::string& rows) {
    std::filesystem::create_directories(folder_ / name);
    ASSERT_TRUE(base::write_text(folder_ / name / "metadata.csv",
                                 "image,patient,source,split,turned,mirrored\n" + rows));
  }
  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

Recipe recipe_of(std::vector<std::string> sets) {
  Recipe recipe;
  for (auto& set : sets) recipe.data.push_back({std::move(set), "none", {}, {}, 0, {}});
  for (const char* name : {"mirrored", "turned_90"}) {
    model::Label label;
    label.name = name;
    label.column = std::string(name) == "mirrored" ? "mirrored" : "turned";
    label.positive = {std::string(name) == "mirrored" ? "1" : "90"};
    label.negative = {"0"};
    recipe.card.labels.push_back(label);
    recipe.labels.emplace_back();
  }
  return recipe;
}

std::string images(const dataset::PictureTable& set) {
  std::string names;
  for (const auto& film : set.table.films) names += film.image + " ";
  return names;
}

TEST(Films, ALabelForgetsFilmsItIsNotAskedOf) {
  Sets sets;
  sets.add("s", "a.png,1,x,train,0,1\nb.png,2,x,train,90,1\n");
  Recipe recipe = recipe_of({"s", "s"});
  recipe.labels[0].where = {{"turned", {"0"}}};
  const auto set = recipe_table(sets.folder(), recipe, recipe.data[0]);
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_EQ(truth_of(recipe.card, set->table.films[0]), (std::vector<float>{1, 0}));
  EXPECT_EQ(truth_of(recipe.card, set->table.films[1]), (std::vector<float>{-1, 1}));
  // The rule looks at what the table says, even where another label forgets that very column.
  recipe.labels[1].where = {{"mirrored", {"0"}}};
  const auto both = recipe_table(sets.folder(), recipe, recipe.data[0]);
  ASSERT_TRUE(both);
  EXPECT_EQ(truth_of(recipe.card, both->table.films[0]), (std::vector<float>{1, -1}));
}

TEST(Films, WhatIsLeftOutIsExactlyWhatTheOthersLack) {
  Sets sets;
  sets.add("s", "a.png,1,x,train,0,0\nb.png,2,y,val,0,0\n");
  sets.add("t", "c.png,3,x,train,0,0\nd.png,4,z,test,0,0\n");
  Recipe recipe = recipe_of({"s", "t"});
  recipe.left_out = {"x"};  // a source, in both sets
  ASSERT_TRUE(check_left_out(recipe, sets.folder()));
  EXPECT_EQ(images(*recipe_table(sets.folder(), recipe, recipe.data[0])), "b.png ");
  EXPECT_EQ(images(*recipe_table(sets.folder(), recipe, recipe.data[0], true)), "a.png ");
  EXPECT_EQ(images(*recipe_table(sets.folder(), recipe, recipe.data[1])), "d.png ");
  recipe.left_out = {"t"};  // a whole set
  ASSERT_TRUE(check_left_out(recipe, sets.folder()));
  EXPECT_EQ(images(*recipe_table(sets.folder(), recipe, recipe.data[0])), "a.png b.png ");
  EXPECT_EQ(images(*recipe_table(sets.folder(), recipe, recipe.data[1], true)), "c.png d.png ");
  recipe.left_out = {"X"};
  const auto slip = check_left_out(recipe, sets.folder());
  ASSERT_FALSE(slip);
  EXPECT_EQ(slip.error().code, base::ErrorCode::usage);
}

TEST(Films, ASyntheticFilmMayTeachAndNothingElse) {
  Sets sets;
  sets.add("s", "a.png,1,x,train,0,0\nb.png,2,x,val,0,0\n");
  sets.add("made", "c.png,synthetic-000001,synthetic,train,0,0\n");
  Recipe recipe = recipe_of({"s", "made"});
  EXPECT_EQ(images(*recipe_table(sets.folder(), recipe, recipe.data[1])), "c.png ");
  for (const char* split : {"val", "test"}) {
    sets.add("made", std::string("c.png,synthetic-000001,synthetic,") + split + ",0,0\n");
    const auto refused = recipe_table(sets.folder(), recipe, recipe.data[1]);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, base::ErrorCode::usage);
    EXPECT_NE(refused.error().message.find("split train alone"), std::string::npos);
  }
  sets.add("made", "c.png,synthetic-000001,synthetic,train,0,0\n");
  recipe.left_out = {"synthetic"};  // would be measured on
  EXPECT_FALSE(check_left_out(recipe, sets.folder()));
}

TEST(Films, AThinnedClassIsTheSameFilmsWhateverElseIsWanted) {
  Sets sets;
  std::string rows;
  for (int i = 0; i < 20; ++i) {
    const std::string n = std::to_string(i);
    rows +=
        "a" + n + ".png,p" + n + ",x," + (i < 16 ? "train" : "val") + ",0," + (i % 2 == 0 ? "1" : "0") + "\n";
  }
  sets.add("s", rows);
  Recipe recipe = recipe_of({"s"});
  recipe.data[0].thin = {{"mirrored", "1", 3}};
  const auto thin = recipe_table(sets.folder(), recipe, recipe.data[0]);
  ASSERT_TRUE(thin) << thin.error().message;
  // 8 of 16 training films are not mirrored, 3 mirrored ones stay, and all 4 of val.
  EXPECT_EQ(thin->table.films.size(), 8U + 3U + 4U);
  recipe.data[0].where = {{"mirrored", {"1"}}, {"split", {"train"}}};
  const auto alone = recipe_table(sets.folder(), recipe, recipe.data[0]);
  ASSERT_TRUE(alone);
  ASSERT_EQ(alone->table.films.size(), 3U);
  for (const auto& film : alone->table.films) EXPECT_NE(images(*thin).find(film.image), std::string::npos);
  recipe.data[0].thin = {{"mirored", "1", 3}};  // a slip of the pen
  EXPECT_FALSE(recipe_table(sets.folder(), recipe, recipe.data[0]));
}

TEST(Films, WhatWasMadeOfOneSetHasItsPatients) {
  Sets sets;
  sets.add("s", "a.png,1,x,train,0,0\n");
  sets.add("s_each", "a.png,1,x,val,0,0\n");
  const Recipe recipe = recipe_of({"s", "s_each"});
  const auto refused = load_films(recipe, sets.folder(), [](std::size_t, std::size_t) {});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("two splits"), std::string::npos);
}

}  // namespace
}  // namespace roentgen::training
