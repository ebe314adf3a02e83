// How many threads are worth starting.
#pragma once

#include <filesystem>
#include <span>

namespace roentgen::base {

// The physical cores this process may use: those its affinity allows (two threads of one core count once),
// and not more than the processor quota of its control group, rounded up. At least 1.
int physical_cores();

// The same for a machine described by the files under `proc` and `sys`, with the allowed logical processors
// given.
int physical_cores(const std::filesystem::path& proc, const std::filesystem::path& sys,
                   std::span<const int> allowed);

}  // namespace roentgen::base
