#include "cli/column_value.h"

#include <gtest/gtest.h>

namespace roentgen::cli {
namespace {

TEST(ColumnValue, TakesTheFirstEqualsSign) {
  const auto pair = column_value("note=a=b", "x=1");
  ASSERT_TRUE(pair);
  EXPECT_EQ(pair->column, "note");
  EXPECT_EQ(pair->value, "a=b");
  EXPECT_EQ(column_value("view=", "x=1")->value, "");
}

TEST(ColumnValue, RefusesWhatIsNone) {
  for (const char* text : {"", "=", "=1", "view"}) {
    const auto pair = column_value(text, "spoil=clean");
    ASSERT_FALSE(pair) << text;
    EXPECT_EQ(pair.error().code, base::ErrorCode::usage);
    EXPECT_NE(pair.error().message.find("spoil=clean"), std::string::npos);
  }
}

TEST(ColumnValue, SetsTheColumnAndTheFieldOfEveryFilm) {
  dataset::Table table;
  table.columns = {"image", "age"};
  table.films.resize(2);
  table.films[1].values["age"] = "40";
  set_column(table, {"age", "3"});
  set_column(table, {"photo", "1"});
  EXPECT_EQ(table.columns, (std::vector<std::string>{"image", "age", "photo"}));
  for (const auto& film : table.films) {
    EXPECT_EQ(film.age, "3");
    EXPECT_EQ(film.values.at("age"), "3");
    EXPECT_EQ(film.values.at("photo"), "1");
  }
}

}  // namespace
}  // namespace roentgen::cli
