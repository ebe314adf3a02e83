// How the subcommands of films report errors: one line on stderr, the code of the error as exit code.
#pragma once

#include <iostream>

#include "base/result.h"

namespace roentgen::cli {

inline int say_error(const base::Error& error) {
  std::cerr << "roentgen: " << (error.subject.empty() ? "" : error.subject + ": ") << error.message << "\n";
  return static_cast<int>(error.code);
}

}  // namespace roentgen::cli
