#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/folder_for_test.h"
#include "dataset/table.h"

namespace roentgen::dataset {
namespace {

std::vector<MaskFolder> read(const std::string& json) {
  const base::TempFolder folder;
  std::ofstream(folder / "masks.json") << json;
  Table table;
  table.folder = folder.path();
  return read_mask_folders(table).value_or(std::vector<MaskFolder>{});
}

TEST(Masks, DeepNestingIsPassedOver) {
  const std::size_t deep = 400'000;
  const std::string nested = std::string(deep, '[') + std::string(deep, ']');
  EXPECT_TRUE(read("[{\"kind\": " + nested + "}]").empty());
  const auto folders = read(
      "[{\"folder\": \"m\", \"kind\": \"index\", \"values\": {\"1\": \"lung\"}, \"note\": " + nested + "}]");
  ASSERT_EQ(folders.size(), 1U);
  EXPECT_EQ(folders[0].structures.at(1), "lung");
}

}  // namespace
}  // namespace roentgen::dataset
