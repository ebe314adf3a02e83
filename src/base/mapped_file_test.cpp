#include "base/mapped_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "base/file.h"

namespace roentgen::base {
namespace {

namespace fs = std::filesystem;

class MappedFiles : public testing::Test {
 protected:
  fs::path folder_ = fs::temp_directory_path() / ("roentgen_mapped_" + std::to_string(::getpid()));
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }
};

TEST_F(MappedFiles, HoldTheFilesBytesAlsoAfterResting) {
  Bytes content(100'000);
  for (std::size_t i = 0; i < content.size(); ++i) content[i] = static_cast<std::byte>(i % 251);
  ASSERT_TRUE(write_file(folder_ / "a", content));
  const auto file = MappedFile::open(folder_ / "a", content.size());
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_TRUE(std::ranges::equal(file->bytes(), content));
  file->rest();
  EXPECT_TRUE(std::ranges::equal(file->bytes(), content));
}

TEST_F(MappedFiles, SurviveAMoveAndTheFilesReplacement) {
  ASSERT_TRUE(write_text(folder_ / "a", "first"));
  auto file = MappedFile::open(folder_ / "a", 100);
  ASSERT_TRUE(file);
  const MappedFile moved = std::move(*file);
  ASSERT_TRUE(write_text(folder_ / "a", "second, longer"));
  fs::remove(folder_ / "a");
  EXPECT_TRUE(std::ranges::equal(moved.bytes(), std::as_bytes(std::span("first", 5))));
}

TEST_F(MappedFiles, AreEmptyForAnEmptyFile) {
  ASSERT_TRUE(write_text(folder_ / "a", ""));
  const auto file = MappedFile::open(folder_ / "a", 0);
  ASSERT_TRUE(file);
  EXPECT_TRUE(file->bytes().empty());
  file->rest();
}

TEST_F(MappedFiles, RefuseWhatIsNoFileOrTooLarge) {
  ASSERT_TRUE(write_text(folder_ / "a", "12345"));
  EXPECT_FALSE(MappedFile::open(folder_ / "a", 4));
  EXPECT_TRUE(MappedFile::open(folder_ / "a", 5));
  EXPECT_FALSE(MappedFile::open(folder_ / "missing", 100));
  EXPECT_FALSE(MappedFile::open(folder_, 100));
}

}  // namespace
}  // namespace roentgen::base
