#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

namespace roentgen::base {

Result<void> parallel_for(std::size_t count, int threads, const std::function<void(std::size_t)>& body) {
  std::atomic<std::size_t> next{0};
  std::mutex guard;
  std::size_t failed_index = count;
  std::string reason;
  const auto note_failure = [&](std::size_t index, const char* what) {
    const std::lock_guard lock(guard);
    if (index >= failed_index) return;
    failed_index = index;
    reason = what;
  };
  const auto work = [&] {
    for (std::size_t index = next++; index < count; index = next++) {
      try {
        body(index);
      } catch (const std::exception& error) {
        note_failure(index, error.what());
      } catch (...) {
        note_failure(index, "an unknown exception");
      }
    }
  };

  const auto wanted = static_cast<std::size_t>(std::max(1, threads > 0 ? threads : physical_cores()));
  {
    std::vector<std::jthread> others;
    try {
      for (std::size_t i = 1; i < std::min(wanted, count); ++i) others.emplace_back(work);
    } catch (const std::system_error&) {
      // no more threads to be had: those we have do the work
    }
    work();
  }
  if (failed_index < count) return fail(ErrorCode::internal, reason);
  return {};
}

}  // namespace roentgen::base
