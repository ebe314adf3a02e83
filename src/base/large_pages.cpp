#include "base/large_pages.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>

namespace roentgen::base {
namespace {

void advise(void* at, std::size_t bytes, std::uintptr_t page, int advice) {
  const auto begin = (reinterpret_cast<std::uintptr_t>(at) + page - 1) / page * page;
  const auto end = (reinterpret_cast<std::uintptr_t>(at) + bytes) / page * page;
  if (begin < end) ::madvise(reinterpret_cast<void*>(begin), end - begin, advice);  // NOLINT
}

}  // namespace

void prefer_large_pages(void* at, std::size_t bytes) {
  advise(at, bytes, std::uintptr_t{2} << 20, MADV_HUGEPAGE);
}

void release_pages(void* at, std::size_t bytes) {
  advise(at, bytes, static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE)), MADV_DONTNEED);
}

}  // namespace roentgen::base
