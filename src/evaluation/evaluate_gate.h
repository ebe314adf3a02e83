// The quality gate over a labelled set: each check against what the set knows, and what the gate decides.
#pragma once

#include "base/result.h"
#include "dataset/table.h"
#include "evaluation/evaluate.h"
#include "reading/reader.h"

namespace roentgen::evaluation {

// Every film is read from its pixels alone, without any word of a file's tags. Figures, all with 95 % patient
// bootstrap:
//   auc, sensitivity, specificity   per check whose column the set has (its own name; "view" AP against PA;
//   "age"
//                                   under 13 against 18 and older; "turned" anything but 0), at its threshold
//   orientation_right               share of films shown upright with bright bones (columns turned and
//   inverted) not_fit                         share of films refused, by the gate and by each model
// The last two also for each value of the column `spoil`. `scores` holds a row a film. `unusable_input` if no
// film can be read; errors of the reader end the run.
base::Result<Evaluation> evaluate_gate(const reading::Reader& reader, const dataset::Table& table,
                                       const std::string& split, const EvaluationOptions& options);

}  // namespace roentgen::evaluation
