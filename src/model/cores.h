// How many networks can run at once.
#pragma once

namespace roentgen::model {

inline constexpr int kMostThreads = 256;

// Physical cores that this process may run on (its affinity, and Linux's account of which logical processors
// share a core); at least 1.
int physical_cores();

}  // namespace roentgen::model
