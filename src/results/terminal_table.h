// The readings as a table for a terminal.
#pragma once

#include <string>
#include <vector>

#include "results/worklist.h"

namespace roentgen::results {

struct TableOptions {
  bool colour = false;
  int columns = 100;  // width of the terminal; at least 60 are used
};

// Most urgent first; a closing line of counts and the notice.
std::string terminal_table(const std::vector<Entry>& entries, const TableOptions& options);

}  // namespace roentgen::results
