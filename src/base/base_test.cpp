#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "base/file.h"
#include "base/sha256.h"

namespace roentgen::base {
namespace {

TEST(Sha256, AbcOfFips180) {
  const std::string abc = "abc";
  EXPECT_EQ(sha256_hex(std::as_bytes(std::span(abc))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(File, ComesBackAsWritten) {
  const auto path = std::filesystem::temp_directory_path() / ("roentgen_file_" + std::to_string(::getpid()));
  ASSERT_TRUE(write_text(path, "one\ntwo"));
  EXPECT_EQ(read_text(path, 100).value(), "one\ntwo");
  EXPECT_EQ(read_text(path, 3).error().code, ErrorCode::unusable_input);
  std::filesystem::remove(path);
}

TEST(File, AFolderIsNotAFile) {
  EXPECT_EQ(read_file("/tmp", 100).error().code, ErrorCode::unusable_input);
}

}  // namespace
}  // namespace roentgen::base
