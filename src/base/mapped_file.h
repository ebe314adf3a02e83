// A whole file as memory that the system fills from its page cache: nothing is copied, and what is not used
// can be let go.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "base/result.h"

namespace roentgen::base {

// Only for files that this program replaces by renaming and never shortens in place: a file that shrinks
// under a mapping kills the process. Read what comes from outside with read_file().
class MappedFile {
 public:
  // Errors as read_file(). An empty file is an empty span.
  static Result<MappedFile> open(const std::filesystem::path& path, std::size_t limit_bytes);

  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  std::span<const std::byte> bytes() const { return bytes_; }

  // The pages need no longer be kept in this process; bytes() stay valid and come back when they are touched.
  void rest() const;

 private:
  explicit MappedFile(std::span<const std::byte> bytes) : bytes_(bytes) {}
  std::span<const std::byte> bytes_;
};

}  // namespace roentgen::base
