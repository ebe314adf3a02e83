// Large pages for large memory: one page fault in place of five hundred.
#pragma once

#include <cstddef>

namespace roentgen::base {

// To be called before the memory is touched. Only a hint: nothing changes where the system has no large
// pages.
void prefer_large_pages(void* at, std::size_t bytes);

// The whole pages within go back to the system at once. The memory stays allocated; what it held is lost.
void release_pages(void* at, std::size_t bytes);

}  // namespace roentgen::base
