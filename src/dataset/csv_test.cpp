#include "dataset/csv.h"

#include <gtest/gtest.h>

namespace roentgen::dataset {
namespace {

using Row = std::vector<std::string>;

TEST(Csv, QuotesCommasAndNewlinesInsideFields) {  // RFC 4180, section 2, rules 5 to 7
  const auto csv = parse_csv("a,b\r\n\"x,\"\"y\"\"\r\nz\",\r\n1,\"\"\r\n");
  ASSERT_TRUE(csv);
  EXPECT_EQ(csv->header, (Row{"a", "b"}));
  ASSERT_EQ(csv->rows.size(), 2U);
  EXPECT_EQ(csv->rows[0], (Row{"x,\"y\"\r\nz", ""}));
  EXPECT_EQ(csv->rows[1], (Row{"1", ""}));
  EXPECT_EQ(csv->lines, (std::vector<std::size_t>{2, 4}));
}

TEST(Csv, ByteOrderMarkPlainLineFeedsAndNoLastLineEnd) {
  const auto csv = parse_csv("\xEF\xBB\xBFimage,n\nf.jpg,3");
  ASSERT_TRUE(csv);
  EXPECT_EQ(csv->header, (Row{"image", "n"}));
  EXPECT_EQ(csv->rows, (std::vector<Row>{{"f.jpg", "3"}}));
  EXPECT_EQ(column_of(*csv, "n"), 1);
  EXPECT_EQ(column_of(*csv, "m"), -1);
}

TEST(Csv, EmptyLinesAreNoRowsAndTheLastFieldMayBeEmpty) {
  const auto csv = parse_csv("a,b\n\n1,\n\n");
  ASSERT_TRUE(csv);
  EXPECT_EQ(csv->rows, (std::vector<Row>{{"1", ""}}));
}

void expect_refused(std::string_view text, const std::string& words) {
  const auto csv = parse_csv(text);
  ASSERT_FALSE(csv) << text.substr(0, 100);
  EXPECT_EQ(csv.error().code, base::ErrorCode::unusable_input);
  EXPECT_NE(csv.error().message.find(words), std::string::npos) << csv.error().message;
}

TEST(Csv, RefusalsNameTheLine) {
  expect_refused("a,b\n1,2\n\"x\ny\",2\n3\n", "Line 5");  // too short; a field of two lines stands before it
  expect_refused("a,b\n1,2,3\n", "Line 2");               // too long
  expect_refused("a,b\n1,\"two\nthree\n", "opened in line 2");  // never closed
  expect_refused("a,b\n1,\"x\"y\n", "closing quote in line 2");
  expect_refused("a,b,a\n1,2,3\n", "two columns named \"a\"");
  expect_refused("", "empty");
  expect_refused("\r\n\r\n", "empty");
}

TEST(Csv, TooManyCellsAreRefused) {
  std::string text = "a,b,c,d\n";
  for (std::size_t row = 0; row <= kMostCells / 4; ++row) text += ",,,\n";
  expect_refused(text, "cells");
}

TEST(Csv, SizeAndColumnsAreBounded) {
  expect_refused(std::string(kLargestCsv + 1, 'a'), "larger than 64 MiB");
  expect_refused(std::string(10'000, ','), "more than 10000 fields");
}

}  // namespace
}  // namespace roentgen::dataset
