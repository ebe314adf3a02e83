// One line per input: summary.csv (RFC 4180, UTF-8, CRLF).
#pragma once

#include <string>
#include <vector>

#include "results/worklist.h"

namespace roentgen::results {

// In the order given. After the fixed columns one "p_LABEL" for every label of any reading.
std::string summary_csv(const std::vector<Entry>& entries);

}  // namespace roentgen::results
