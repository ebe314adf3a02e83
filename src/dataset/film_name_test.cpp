#include "dataset/film_name.h"

#include <gtest/gtest.h>

#include "dataset/number.h"

namespace roentgen::dataset {
namespace {

TEST(FilmName, TheFolderOfTheImagesIsNoPartOfIt) {
  for (const char* same : {"a.jpg", "./a.jpg", "images/a.jpg", "./images//a.jpg"})
    EXPECT_EQ(bare_name(same), "a.jpg") << same;
  EXPECT_EQ(bare_name("sub/a.jpg"), "sub/a.jpg");
  EXPECT_EQ(bare_name("images/sub/a.jpg"), "sub/a.jpg");
  EXPECT_EQ(bare_name("images_original/a.jpg"), "images_original/a.jpg");
}

TEST(FilmName, DigitsAreNoEnding) {
  EXPECT_EQ(base_name("a.jpg"), "a");
  EXPECT_EQ(base_name("sub/a.b.dcm"), "sub/a.b");
  EXPECT_EQ(base_name("a"), "a");
  EXPECT_EQ(base_name("1.2.840.113"), "1.2.840.113");
  EXPECT_EQ(base_name("1.2.840.113.dcm"), "1.2.840.113");
}

TEST(Value, TheSameNumberIsTheSameValue) {
  EXPECT_TRUE(same_value("1", "1.0"));
  EXPECT_TRUE(same_value("90", "9e1"));
  EXPECT_TRUE(same_value("Normal", "Normal"));
  EXPECT_TRUE(same_value("", ""));
  for (const char* other : {"", "1 of 2", "yes", "-1", "1.5", "10", "nan"})
    EXPECT_FALSE(same_value("1", other));
  EXPECT_FALSE(same_value("nan", "NaN"));
}

}  // namespace
}  // namespace roentgen::dataset
