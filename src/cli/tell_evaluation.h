// What `evaluate` and `evaluate-gate` say at their end.
#pragma once

#include <string>

#include "evaluation/evaluate.h"

namespace roentgen::cli {

// Remarks and failed films on stderr, the scores into a CSV file (empty name: none), the figures on standard
// output. Returns the exit code.
int tell_evaluation(const evaluation::Evaluation& evaluation, const std::string& scores_file, bool json);

// The figures on standard output alone. 0, or the exit code if they could not be written.
int print_figures(const evaluation::Evaluation& evaluation, bool json);

}  // namespace roentgen::cli
