// Whole files in and out.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace roentgen::base {

using Bytes = std::vector<std::byte>;

// The whole file. `unusable_input` if it cannot be opened, is a folder, or is larger than `limit_bytes`
// (checked before allocating).
Result<Bytes> read_file(const std::filesystem::path& path, std::size_t limit_bytes);
Result<std::string> read_text(const std::filesystem::path& path, std::size_t limit_bytes);

// Writes beside the target and renames: a reader sees the old file or the new one, never half of one.
// `unusable_input` (exit 3) with the reason if the folder cannot be written or the disk is full.
Result<void> write_file(const std::filesystem::path& path, std::span<const std::byte> bytes);
Result<void> write_text(const std::filesystem::path& path, std::string_view text);

}  // namespace roentgen::base
