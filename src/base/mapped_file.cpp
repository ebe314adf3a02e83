#include "base/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

namespace roentgen::base {

Result<MappedFile> MappedFile::open(const std::filesystem::path& path, std::size_t limit_bytes) {
  const auto refuse = [&](const std::string& why) {
    return fail(ErrorCode::unusable_input, why, path.string());
  };
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return refuse(std::string("cannot open the file: ") + std::strerror(errno));
  struct stat status {};
  const bool known = ::fstat(file, &status) == 0 && S_ISREG(status.st_mode);
  const std::size_t size = known ? static_cast<std::size_t>(status.st_size) : 0;
  void* at = nullptr;
  if (size > 0 && size <= limit_bytes) at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  const int error = errno;
  ::close(file);
  if (!known) return refuse("not a regular file");
  if (size > limit_bytes)
    return refuse("the file has " + std::to_string(size) + " bytes; the limit is " +
                  std::to_string(limit_bytes));
  if (at == MAP_FAILED) return refuse(std::string("cannot map the file: ") + std::strerror(error));
  return MappedFile({static_cast<const std::byte*>(at), size});
}

MappedFile::MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  return *this;
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
}

void MappedFile::rest() const {
  if (!bytes_.empty()) ::madvise(const_cast<std::byte*>(bytes_.data()), bytes_.size(), MADV_DONTNEED);
}

}  // namespace roentgen::base
