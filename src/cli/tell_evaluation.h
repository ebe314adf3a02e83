// What `evaluate` and `evaluate-gate` say at their end.
#pragma once

#include <string>

#include "evaluation/evaluate.h"

namespace roentgen::cli {

// Remarks and failed films on stderr, the scores into a CSV file (empty name: none), the figures on standard
// output. Returns the exit code.
int tell_evaluation(const evaluation::Evaluation& evaluation, const std::string& scores_file, bool json);

}  // namespace roentgen::cli
