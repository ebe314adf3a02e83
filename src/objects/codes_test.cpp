#include "objects/codes.h"

#include <gtest/gtest.h>

#include <set>

namespace roentgen::objects {
namespace {

TEST(Codes, AreWhatACodeMayBe) {
  std::set<std::string_view> keys;
  for (const CodeRow& row : code_table()) {
    EXPECT_TRUE(keys.insert(row.key).second) << row.key;
    EXPECT_LE(row.code.value.size(), 16U) << row.key;
    EXPECT_LE(row.code.scheme.size(), 16U) << row.key;
    EXPECT_LE(row.code.meaning.size(), 64U) << row.key;
    EXPECT_FALSE(row.code.value.empty() || row.code.meaning.empty()) << row.key;
    EXPECT_EQ(row.code.scheme == kOwnScheme && !row.group.empty(), false) << row.key;
  }
}

TEST(Codes, AreFoundByKindAndName) {
  EXPECT_EQ(find_code("finding", "Effusion")->value, "60046008");
  EXPECT_EQ(find_code("site", "Effusion")->value, "3120008");
  EXPECT_FALSE(find_code("finding", "effusion").has_value());
  EXPECT_FALSE(find_code("", "finding/Effusion").has_value());
}

TEST(Codes, OfUnknownNamesAreOursAndDiffer) {
  const OwnedCode one = code_for("finding", "Some_Very_Long_Label_One", "Some label");
  const OwnedCode two = code_for("finding", "Some_Very_Long_Label_Two", "Some label");
  EXPECT_EQ(one.scheme, "99ROENTGEN");
  EXPECT_EQ(one.meaning, "Some label");
  EXPECT_NE(one.value, two.value);
  EXPECT_LE(one.value.size(), 16U);
  EXPECT_EQ(code_for("finding", "Fracture", "").value, "FRACTURE");
  EXPECT_FALSE(code_for("finding", "", "").meaning.empty());
}

}  // namespace
}  // namespace roentgen::objects
