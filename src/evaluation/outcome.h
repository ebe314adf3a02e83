// evaluate() for those who must say something also where nothing could be measured.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "evaluation/evaluate.h"

namespace roentgen::evaluation {

struct Outcome {
  Evaluation evaluation;
  std::optional<base::Error> error;  // nothing was measured
};

// As evaluate(). With an error the evaluation has no film, no metric and no scores, but the remarks and the
// films that failed up to there; the last remark is the error.
Outcome evaluate_or_tell(const model::Engine& engine, const dataset::PictureTable& set,
                         const std::string& split, const EvaluationOptions& options);

// That outcome of an error.
Outcome nothing_measured(Evaluation evaluation, base::Error error);

}  // namespace roentgen::evaluation
