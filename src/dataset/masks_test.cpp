#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "dataset/table.h"

namespace roentgen::dataset {
namespace {

// A folder of its own, gone at the end.
struct Folder {
  std::filesystem::path path;
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "masks_XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path); }
};

std::vector<MaskFolder> read(const std::string& json) {
  const Folder folder;
  std::ofstream(folder.path / "masks.json") << json;
  Table table;
  table.folder = folder.path;
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
