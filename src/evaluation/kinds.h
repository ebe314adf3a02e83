// The kinds of package evaluate() knows. Inside this room only.
#pragma once

#include <string>

#include "evaluation/evaluate.h"

namespace roentgen::evaluation {

base::Result<void> evaluate_classifier(const model::Engine& engine, const dataset::PictureTable& set,
                                       const EvaluationOptions& options, Evaluation& evaluation);
base::Result<void> evaluate_segmenter(const model::Engine& engine, const dataset::PictureTable& set,
                                      const EvaluationOptions& options, Evaluation& evaluation);
base::Result<void> evaluate_detector(const model::Engine& engine, const dataset::PictureTable& set,
                                     const EvaluationOptions& options, Evaluation& evaluation);
base::Result<void> evaluate_landmarks(const model::Engine& engine, const dataset::PictureTable& set,
                                      const EvaluationOptions& options, Evaluation& evaluation);

// For scores: five decimals; empty where there is no number.
std::string written(double value);

}  // namespace roentgen::evaluation
