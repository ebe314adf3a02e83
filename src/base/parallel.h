// The same work on many things, on several cores.
#pragma once

#include <cstddef>
#include <functional>

#include "base/cores.h"
#include "base/result.h"

namespace roentgen::base {

// Calls body(0) … body(count - 1), each once, on at most `threads` threads (0: physical_cores()), the
// caller's own among them; returns when all are done. Indices are begun in order. The order in which they end
// is not fixed: let every body write to its own place. An exception of a body does not escape and does not
// stop the others; of all that threw, the smallest index is reported as `internal`, so the answer does not
// depend on the threads either.
Result<void> parallel_for(std::size_t count, int threads, const std::function<void(std::size_t)>& body);

}  // namespace roentgen::base
