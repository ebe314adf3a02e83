#include "dataset/landmarks.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/folder_for_test.h"

namespace roentgen::dataset {
namespace {

Table set_with(const std::string& text) {
  static const base::TempFolder folder;
  Table table;
  table.folder = folder.path();
  std::ofstream(table.folder / "landmarks.csv") << text;
  return table;
}

TEST(Landmarks, AreReadInTheOrderOfTheColumns) {
  const auto read = read_landmarks(set_with("image,a_x,a_y,b_x,b_y\nf.jpg,1,2.5,-3,4\ng.jpg,5,6,7,8\n"));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->names, (std::vector<std::string>{"a", "b"}));
  ASSERT_EQ(read->of_film.size(), 2u);
  EXPECT_EQ(read->of_film.at("f.jpg"), (std::vector<Landmark>{{1, 2.5}, {-3, 4}}));
}

TEST(Landmarks, ColumnsMayStandInAnyOrderAmongOthers) {
  const auto read = read_landmarks(set_with("reader,b_y,b_x,image,a_x,a_y\nme,4,-3,f.jpg,1,2.5\n"));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->names, (std::vector<std::string>{"b", "a"}));
  EXPECT_EQ(read->of_film.at("f.jpg"), (std::vector<Landmark>{{-3, 4}, {1, 2.5}}));
}

TEST(Landmarks, ARowThatIsNotWholeOrStandsTwiceLeavesOutItsFilm) {
  const auto set = set_with("image,a_x,a_y\nf,1,2\ng,1,\nh,3,4\nf,1,2\nf,1,2\ng,5,6\n");
  const auto read = read_landmark_table(set);
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->of_film.size(), 1u);
  EXPECT_EQ(read->of_film.at("h"), (std::vector<Landmark>{{3, 4}}));
  EXPECT_EQ(read->broken, (std::map<std::string, std::size_t>{{"f", 5}, {"g", 3}}));
  const auto strict = read_landmarks(set);
  ASSERT_FALSE(strict);
  EXPECT_NE(strict.error().message.find("Line 3"), std::string::npos);
}

TEST(Landmarks, WhatIsWrongIsSaid) {
  for (const auto& [text, words] : {std::pair{"image,a_x,b_y\nf,1,2\n", "NAME_x"},
                                    {"image,a_x,a_y,b_x\nf,1,2,3\n", "two columns"},
                                    {"film,a_x,a_y\nf,1,2\n", "image"},
                                    {"image,a_x,a_y\nf,1,2\ng,1,nan\n", "Line 3"},
                                    {"image,a_x,a_y\nf,1,\n", "Line 2"}}) {
    const auto read = read_landmarks(set_with(text));
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, base::ErrorCode::unusable_input);
    EXPECT_NE(read.error().message.find(words), std::string::npos) << read.error().message;
  }
  Table nowhere;
  nowhere.folder = "no_such_folder";
  EXPECT_FALSE(read_landmarks(nowhere));
}

TEST(Landmarks, OfTheSpines) {
  Table table;
  table.folder = "../shared/data/spine_cobb";
  if (!std::filesystem::exists(table.folder / "landmarks.csv"))
    GTEST_SKIP() << "the films of spine_cobb are not here";
  const auto read = read_landmarks(table);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->names.size(), 68u);
  EXPECT_EQ(read->names.front(), "v01_tl");
  EXPECT_EQ(read->names.back(), "v17_br");
  EXPECT_EQ(read->of_film.size(), 462u);
}

}  // namespace
}  // namespace roentgen::dataset
