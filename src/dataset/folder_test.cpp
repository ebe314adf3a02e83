#include "dataset/folder.h"

#include <gtest/gtest.h>

#include <fstream>

namespace roentgen::dataset {
namespace {

class Handed : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("roentgen_folder_test_" +
               std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }

  std::string refusal() const {
    const auto opened = open_labelled_folder(folder_);
    if (opened) return "it was opened";
    EXPECT_EQ(opened.error().code, base::ErrorCode::unusable_input);
    return opened.error().message;
  }

  std::filesystem::path folder_;
};

TEST_F(Handed, AWholeFolderNeedsNoRemark) {
  write("metadata.csv", "image,A\na.jpg,1\nimages/sub/b.png,0\nc,1\n");
  for (const char* name : {"images/a.jpg", "images/sub/b.png", "images/c.dcm", "images/.hidden"})
    write(name, "");
  const auto opened = open_labelled_folder(folder_);
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(opened->table.films.size(), 3U);
  EXPECT_EQ(opened->remarks, std::vector<std::string>{});
}

TEST_F(Handed, RowsOfOneFilmCountOnceOrNotAtAll) {
  write("metadata.csv", "image,A\na,1\nb,1\nimages/a,1\nc,1\nb,0\nb,0\nd,0\nd,0\n");
  const auto opened = open_labelled_folder(folder_);
  ASSERT_TRUE(opened);
  std::string names;
  for (const Film& film : opened->table.films) names += film.image;
  EXPECT_EQ(names, "acd");
  EXPECT_EQ(opened->listed, (std::set<std::string>{"a", "b", "c", "d"}));
  ASSERT_EQ(opened->remarks.size(), 2U);
  EXPECT_TRUE(opened->remarks[0].starts_with("2 rows of metadata.csv repeat another one"))
      << opened->remarks[0];
  EXPECT_TRUE(opened->remarks[1].starts_with("1 film was left out")) << opened->remarks[1];
  write("metadata.csv", "image,A\na,1\na,0\n");
  EXPECT_NE(refusal().find("say different things"), std::string::npos);
}

TEST_F(Handed, FilesWithoutARowAreCounted) {
  write("metadata.csv", "image\na.jpg\na.jpg\nmissing.jpg\n");
  for (const char* name : {"images/a.jpg", "images/b.jpg", "images/sub/c.dcm"}) write(name, "");
  const auto opened = open_labelled_folder(folder_);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->remarks[0], "2 files in images/ without a row in metadata.csv: not looked at.");
}

TEST_F(Handed, WithoutATableThePicturesAreTheFilms) {
  for (const char* name : {"images/b.jpg", "images/sub/a.png", "images/a.dcm", "images/.DS_Store"})
    write(name, "");
  const auto opened = open_labelled_folder(folder_);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->table.name, folder_.filename().string());
  EXPECT_EQ(open_labelled_folder(folder_ / "")->table.name, folder_.filename().string());
  std::vector<std::string> names;
  for (const Film& film : opened->table.films) {
    names.push_back(film.image);
    EXPECT_EQ(film.values.at("image"), film.image);
  }
  EXPECT_EQ(names, (std::vector<std::string>{"a.dcm", "b.jpg", "sub/a.png"}));
  EXPECT_NE(opened->remarks.at(0).find("3 files"), std::string::npos);
}

TEST_F(Handed, WhatIsNoSetIsRefused) {
  EXPECT_NE(refusal().find("neither a metadata.csv nor a picture"), std::string::npos);
  write("metadata.csv", "image,A\n");
  EXPECT_EQ(refusal(), "metadata.csv names no film.");
  write("metadata.csv", "image;A\na.jpg;1\n");
  EXPECT_NE(refusal().find("separated by commas"), std::string::npos);
  write("metadata.csv", "film,A\na.jpg,1\n");
  EXPECT_EQ(refusal(), "metadata.csv has no column \"image\".");
  write("metadata.csv", "image,A\na.jpg\n");
  EXPECT_NE(refusal().find("Line 2"), std::string::npos);
  folder_ /= "metadata.csv";
  EXPECT_NE(refusal().find("This is no folder"), std::string::npos);
  folder_ = folder_.parent_path();
}

TEST_F(Handed, BlanksAroundCellsSayNothing) {
  write("metadata.csv", "image, A ,B\n a.jpg , 1,\t \n");
  const auto opened = open_labelled_folder(folder_);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->table.columns, (std::vector<std::string>{"image", "A", "B"}));
  EXPECT_EQ(opened->table.films[0].image, "a.jpg");
  EXPECT_EQ(opened->table.films[0].values.at("A"), "1");
  EXPECT_EQ(opened->table.films[0].values.at("B"), "");
}

TEST_F(Handed, ANameWithoutItsEndingFindsTheOneFileItFits) {
  write("metadata.csv", "image\na\nb\n1.2.3\n");
  for (const char* name : {"images/a.PNG", "images/b.png", "images/b.jpg", "1.2.3.dcm"}) write(name, "");
  const auto table = read_table(folder_);
  ASSERT_TRUE(table);
  EXPECT_EQ(image_path(*table, table->films[0]), folder_ / "images/a.PNG");
  EXPECT_EQ(image_path(*table, table->films[1]), folder_ / "images/b");  // two would do: none is taken
  EXPECT_EQ(image_path(*table, table->films[2]), folder_ / "1.2.3.dcm");
}

TEST_F(Handed, MasksAreFoundByTheBaseName) {
  const MaskFolder masks{.folder = folder_, .structures = {}, .suffix = "_m", .convention = {}};
  write("a_m.png", "");
  write("1.2.3_m.png", "");
  const auto has = [&](const char* image) {
    Film film;
    film.image = image;
    return has_mask(masks, film);
  };
  EXPECT_TRUE(has("a.jpg") && has("images/a.dcm") && has("a") && has("1.2.3") && has("1.2.3.dcm"));
  EXPECT_FALSE(has("1.2") || has("1.2.4") || has("b.jpg") || has("sub/a.jpg"));
}

}  // namespace
}  // namespace roentgen::dataset
