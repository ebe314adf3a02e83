#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "base/checksum.h"
#include "base/file.h"
#include "base/sha256.h"

namespace roentgen::base {
namespace {

TEST(Sha256, AbcOfFips180) {
  const std::string abc = "abc";
  EXPECT_EQ(sha256_hex(std::as_bytes(std::span(abc))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Checksum, AsXxhsumSays) {  // xxhsum -H2
  EXPECT_EQ(checksum_hex({}), "99aa06d3014798d86001c324468d497f");
  const std::string abc = "abc";
  EXPECT_EQ(checksum_hex(std::as_bytes(std::span(abc))), "06b05ab6733a618578af5f94892f3950");
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
