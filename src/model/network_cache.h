// Compiled networks kept on disk, so that the next start need not compile. Losing the folder costs time,
// nothing else.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "base/mapped_file.h"

namespace roentgen::model {

// The file for one package, one version of the inference library and one kind of processor: its name holds a
// hash of all three and of the settings.
std::filesystem::path cache_file(const std::filesystem::path& folder, const std::string& package_name,
                                 const std::string& package_sha256, const std::string& library_version);

// Mapped, not copied: the library keeps its constants where they lie, and its own rearranged copy of the
// weights is the one it computes with.
struct CachedNetwork {
  base::MappedFile file;
  std::span<const std::byte> network() const;  // what the library exported
};

// Empty if there is none, or if it is damaged: a file is accepted only if it carries the SHA-256 of its
// content.
std::optional<CachedNetwork> read_cache(const std::filesystem::path& file);

// Best effort: a folder that cannot be written is not an error. Readers see a whole file or none.
void write_cache(const std::filesystem::path& file, std::span<const std::byte> network);

}  // namespace roentgen::model
