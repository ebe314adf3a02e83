#include "evaluation/evaluate.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/counted.h"
#include "evaluation/kinds.h"
#include "evaluation/outcome.h"

namespace roentgen::evaluation {

namespace {

auto run_for(model::Task task) {
  switch (task) {
    case model::Task::segmentation:
      return evaluate_segmenter;
    case model::Task::detection:
      return evaluate_detector;
    case model::Task::landmarks:
      return evaluate_landmarks;
    default:
      return evaluate_classifier;
  }
}

}  // namespace

Outcome evaluate_or_tell(const model::Engine& engine, const dataset::PictureTable& set,
                         const std::string& split, const EvaluationOptions& options) {
  const model::Card& card = engine.card();
  Evaluation evaluation{.package = card.name,
                        .version = card.version,
                        .data = set.table.name,
                        .split = split,
                        .metrics = {},
                        .remarks = {},
                        .failures = {},
                        .films = 0,
                        .scores = {}};
  const auto strays = std::count_if(set.table.films.begin(), set.table.films.end(),
                                    [](const auto& film) { return film.patient.empty(); });
  if (strays > 0)
    evaluation.remarks.push_back(base::counted(static_cast<std::size_t>(strays), "film has", "films have") +
                                 " no patient: each counts as a patient of its own, which makes the "
                                 "intervals too narrow if they share "
                                 "patients.");
  const auto done = run_for(card.task)(engine, set, options, evaluation);
  if (!done) return nothing_measured(std::move(evaluation), done.error());
  if (evaluation.films > 0) return {std::move(evaluation), std::nullopt};
  const bool none = evaluation.failures.empty();
  const base::Error error{
      base::ErrorCode::unusable_input,
      none ? "There is no film to evaluate."
           : "No film could be read; the first one: " + evaluation.failures.front().message,
      none ? set.table.name : evaluation.failures.front().subject};
  return nothing_measured(std::move(evaluation), error);
}

Outcome nothing_measured(Evaluation evaluation, base::Error error) {
  evaluation.films = 0;
  evaluation.metrics.clear();
  evaluation.scores = {};
  evaluation.remarks.push_back("not evaluated: " + (error.subject.empty() ? "" : error.subject + ": ") +
                               error.message);
  return {std::move(evaluation), std::move(error)};
}

base::Result<Evaluation> evaluate(const model::Engine& engine, const dataset::PictureTable& set,
                                  const std::string& split, const EvaluationOptions& options) {
  auto outcome = evaluate_or_tell(engine, set, split, options);
  if (outcome.error) return std::unexpected(std::move(*outcome.error));
  return std::move(outcome.evaluation);
}

}  // namespace roentgen::evaluation
