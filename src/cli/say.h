// How the subcommands of films report errors: one line on stderr, the code of the error as exit code.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <iostream>

#include "base/result.h"

namespace roentgen::cli {

inline int say_error(const base::Error& error) {
  std::cerr << "roentgen: " << (error.subject.empty() ? "" : error.subject + ": ") << error.message << "\n";
  return static_cast<int>(error.code);
}

// Ends the program at once: the system takes memory and threads back faster (13 ms) than the inference
// library gives them back piece by piece. Only after everything was written. Sanitizers look for leaks at a
// usual end, so they get one.
inline int leave(int exit_code) {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  if (std::fflush(nullptr) == 0 && std::cout.flush() && std::cerr.flush()) std::_Exit(exit_code);
#endif
  return exit_code;
}

}  // namespace roentgen::cli
