#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/large_pages.h"

namespace roentgen::base {
namespace {

std::unexpected<Error> io_error(const char* what, const std::filesystem::path& path, int error) {
  return fail(ErrorCode::unusable_input, std::string(what) + ": " + std::strerror(error), path.string());
}

// Closes a file descriptor when it goes out of scope.
struct Descriptor {
  int fd;
  explicit Descriptor(int f) : fd(f) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
};

constexpr std::size_t kPiece = std::size_t{256} << 10;

template <class Container>
Result<Container> read_whole(const std::filesystem::path& path, std::size_t limit_bytes) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.fd < 0) return io_error("cannot open the file", path, errno);
  struct stat status {};
  if (::fstat(file.fd, &status) != 0) return io_error("cannot examine the file", path, errno);
  if (!S_ISREG(status.st_mode)) return fail(ErrorCode::unusable_input, "not a regular file", path.string());
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size > limit_bytes)
    return fail(
        ErrorCode::unusable_input,
        "the file has " + std::to_string(size) + " bytes; the limit is " + std::to_string(limit_bytes),
        path.string());
  // Through a piece that stays in the cache: a container that is sized first would be written twice.
  using Value = typename Container::value_type;
  std::vector<Value> piece(std::min(size, kPiece));
  Container content;
  content.reserve(size);
  prefer_large_pages(content.data(), content.capacity());
  while (content.size() < size) {
    const ssize_t got = ::read(file.fd, piece.data(), std::min(piece.size(), size - content.size()));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_error("cannot read the file", path, errno);
    if (got == 0) break;  // shrank while we read
    content.insert(content.end(), piece.begin(), piece.begin() + got);
  }
  return content;
}

}  // namespace

Result<Bytes> read_file(const std::filesystem::path& path, std::size_t limit_bytes) {
  return read_whole<Bytes>(path, limit_bytes);
}

Result<std::string> read_text(const std::filesystem::path& path, std::size_t limit_bytes) {
  return read_whole<std::string>(path, limit_bytes);
}

Result<void> write_file(const std::filesystem::path& path, std::span<const std::byte> bytes) {
  std::filesystem::path beside = path;
  beside += ".part";
  {
    const Descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (file.fd < 0) return io_error("cannot write the file", path, errno);
    std::size_t done = 0;
    while (done < bytes.size()) {
      const ssize_t put = ::write(file.fd, bytes.data() + done, bytes.size() - done);
      if (put < 0 && errno == EINTR) continue;
      if (put < 0) {
        const int error = errno;
        ::unlink(beside.c_str());
        return io_error("cannot write the file", path, error);
      }
      done += static_cast<std::size_t>(put);
    }
  }
  if (::rename(beside.c_str(), path.c_str()) != 0) {
    const int error = errno;
    ::unlink(beside.c_str());
    return io_error("cannot put the file in place", path, error);
  }
  return {};
}

Result<void> write_text(const std::filesystem::path& path, std::string_view text) {
  return write_file(path, std::as_bytes(std::span(text)));
}

}  // namespace roentgen::base
