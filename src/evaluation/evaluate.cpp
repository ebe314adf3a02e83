#include "evaluation/evaluate.h"

#include <algorithm>

#include "base/counted.h"
#include "evaluation/kinds.h"

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

base::Result<Evaluation> evaluate(const model::Engine& engine, const dataset::PictureTable& set,
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
  if (!done) return std::unexpected(done.error());
  if (evaluation.films == 0)
    return base::fail(base::ErrorCode::unusable_input,
                      evaluation.failures.empty()
                          ? "There is no film to evaluate."
                          : "No film could be read; the first one: " + evaluation.failures.front().message,
                      evaluation.failures.empty() ? set.table.name : evaluation.failures.front().subject);
  return evaluation;
}

}  // namespace roentgen::evaluation
