// An Evaluation as others read it.
#pragma once

#include <string>

#include "evaluation/evaluate.h"

namespace roentgen::evaluation {

// {"package", "version", "data", "split", "films", "metrics": [{"metric", "label", "group", "n", "positives",
// "value", "ci95"}, …], "remarks": [sentence, …], "left_out": [{"file", "reason"}, …]}, values rounded to
// five decimals, indented; ends with a line feed. `films` were evaluated; those of `left_out` could not be.
// Where nothing could be measured (outcome.h) `films` is 0, `metrics` is empty and the last remark says why.
std::string to_json(const Evaluation& evaluation);

// A table for the terminal: group by group, a row per figure with n, positives and its interval.
std::string to_table(const Evaluation& evaluation);

// RFC 4180, with LF.
std::string to_csv(const dataset::Csv& csv);

}  // namespace roentgen::evaluation
