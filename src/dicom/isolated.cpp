#include "dicom/isolated.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <memory>

namespace roentgen::dicom {
namespace {

constexpr rlim_t kSeconds = 120;
// What a decoder may take: OpenJPEG needs about ten bytes for each it gives, and tables of its own.
constexpr std::size_t kBytesForEach = 16;
constexpr std::size_t kBytesAlways = std::size_t{512} << 20;
constexpr int kRefused = 10;

// Memory that parent and child both see.
class Shared {
 public:
  explicit Shared(std::size_t bytes)
      : bytes_(bytes),
        at_(::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)) {}
  Shared(const Shared&) = delete;
  Shared& operator=(const Shared&) = delete;
  ~Shared() {
    if (good()) ::munmap(at_, bytes_);
  }
  bool good() const { return at_ != MAP_FAILED; }
  std::byte* data() const { return static_cast<std::byte*>(at_); }

 private:
  std::size_t bytes_;
  void* at_;
};

// The private memory of this process that can be written to (proc(5): the sixth number of statm is pages of
// data and stack); 0 if the system does not say.
std::size_t data_bytes() {
  std::array<char, 256> text{};
  const int file = ::open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  const ssize_t length = ::read(file, text.data(), text.size() - 1);
  ::close(file);
  std::size_t pages = 0;
  if (length <= 0 || std::sscanf(text.data(), "%*u %*u %*u %*u %*u %zu", &pages) != 1) return 0;
  return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

// What the program holds already, its caches and networks, is not counted.
void limit_memory(std::size_t out_bytes) {
  const std::size_t held = data_bytes();
  if (held == 0) return;
  const rlim_t most = held + kBytesAlways + kBytesForEach * out_bytes;
  const rlimit memory{most, most};
  ::setrlimit(RLIMIT_DATA, &memory);
}

[[noreturn]] void be_the_child(std::byte* out, std::size_t out_bytes,
                               const std::function<bool(std::byte*)>& decode) {
  // An assertion that fails must neither print nor leave a core file nor run the program's own handlers.
  std::signal(SIGABRT, SIG_DFL);
  std::signal(SIGSEGV, SIG_DFL);
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere >= 0) {
    ::dup2(nowhere, STDOUT_FILENO);
    ::dup2(nowhere, STDERR_FILENO);
  }
  const rlimit no_core{0, 0};
  const rlimit time{kSeconds, kSeconds};
  ::setrlimit(RLIMIT_CORE, &no_core);
  ::setrlimit(RLIMIT_CPU, &time);
  limit_memory(out_bytes);
  bool decoded = false;
  try {
    decoded = decode(out);
  } catch (...) {
    decoded = false;
  }
  ::_exit(decoded ? 0 : kRefused);
}

}  // namespace

base::Result<Isolated> run_isolated(std::size_t out_bytes, SampleBuffer& out,
                                    const std::function<bool(std::byte*)>& decode) {
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
  // A fuzzer must see which way the decoder takes: no child.
  out = SampleBuffer::of_size(out_bytes);
  return decode(out.data()) ? Isolated::done : Isolated::refused;
#endif
  auto shared = std::make_shared<Shared>(out_bytes);
  if (!shared->good()) return base::fail(base::ErrorCode::internal, "no memory can be shared with a decoder");
  const pid_t child = ::fork();
  if (child < 0)
    return base::fail(base::ErrorCode::internal,
                      std::string("no decoder can be started: ") + std::strerror(errno));
  if (child == 0) be_the_child(shared->data(), out_bytes, decode);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return base::fail(base::ErrorCode::internal, "a decoder was lost");
  if (!WIFEXITED(status) || (WEXITSTATUS(status) != 0 && WEXITSTATUS(status) != kRefused))
    return Isolated::died;
  if (WEXITSTATUS(status) != 0) return Isolated::refused;
  std::byte* const data = shared->data();
  out = SampleBuffer(std::move(shared), data, out_bytes);
  return Isolated::done;
}

}  // namespace roentgen::dicom
