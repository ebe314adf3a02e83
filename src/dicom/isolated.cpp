#include "dicom/isolated.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <memory>

namespace roentgen::dicom {
namespace {

constexpr rlim_t kSeconds = 120;
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

[[noreturn]] void be_the_child(std::byte* out, const std::function<bool(std::byte*)>& decode) {
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
  auto shared = std::make_shared<Shared>(out_bytes);
  if (!shared->good()) return base::fail(base::ErrorCode::internal, "no memory can be shared with a decoder");
  const pid_t child = ::fork();
  if (child < 0)
    return base::fail(base::ErrorCode::internal,
                      std::string("no decoder can be started: ") + std::strerror(errno));
  if (child == 0) be_the_child(shared->data(), decode);
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
