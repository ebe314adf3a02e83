#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>

#include "base/counted.h"
#include "base/text.h"
#include "dataset/number.h"
#include "evaluation/kinds.h"
#include "evaluation/ordinal.h"
#include "evaluation/run_films.h"
#include "evaluation/truth.h"
#include "evaluation/truth_remarks.h"
#include "reading/classify.h"

namespace roentgen::evaluation {
namespace {

void note_missing_labels(const model::Card& card, const dataset::Table& table,
                         const std::vector<ClassifiedFilm>& films, std::vector<std::string>& remarks) {
  for (std::size_t k = 0; k < card.labels.size(); ++k) {
    const auto& label = card.labels[k];
    if (!has_column(table, label.column) && !has_column(table, label.name)) {
      remarks.push_back("not evaluated: " + label.name + " (no column \"" + label.column + "\")");
    } else if (std::all_of(films.begin(), films.end(),
                           [k](const auto& film) { return film.truth[k] == kUnknown; })) {
      const std::string among =
          label.among_column.empty() ? "" : " among films chosen by column \"" + label.among_column + "\"";
      remarks.push_back("not evaluated: " + label.name + " (no film's value in column \"" + label.column +
                        "\"" + among + " is one the card knows)");
    }
  }
  if (card.grading && !has_column(table, card.grading->column))
    remarks.push_back("not evaluated: " + card.grading->name + " (no column \"" + card.grading->column +
                      "\")");
}

// The film's place in the card's list of grades.
int grade_of(const model::Card& card, const dataset::Film& film) {
  if (!card.grading) return kNoGrade;
  const auto value = film.values.find(card.grading->column);
  if (value == film.values.end()) return kNoGrade;
  const auto& grades = card.grading->grades;
  const auto found = std::ranges::find_if(
      grades, [&](const std::string& grade) { return dataset::same_value(grade, value->second); });
  return found == grades.end() ? kNoGrade : static_cast<int>(found - grades.begin());
}

// A set whose pictures were squashed may say what their shape was (width / height, column "aspect"); then
// that, or that it is not known, is what the control looks at.
void take_stated_aspect(const dataset::Table& table, const dataset::Film& film, OneNumbers& numbers) {
  if (!has_column(table, "aspect")) return;
  numbers.aspect = std::numeric_limits<double>::quiet_NaN();
  const auto value = film.values.find("aspect");
  if (value == film.values.end() || value->second.empty()) return;
  const double stated = std::strtod(value->second.c_str(), nullptr);
  if (std::isfinite(stated) && stated > 0) numbers.aspect = 1 / stated;
}

dataset::Csv scores_of(const model::Card& card, const std::vector<ClassifiedFilm>& films) {
  dataset::Csv scores;
  scores.header = {"image", "patient"};
  for (const auto& label : card.labels) {
    scores.header.push_back(label.name);
    scores.header.push_back(label.name + "_truth");
  }
  if (card.grading)
    for (const char* ending : {"", "_expected", "_truth"})
      scores.header.push_back(card.grading->name + ending);
  for (const auto& film : films) {
    std::vector<std::string> row{film.facts.image, film.facts.patient};
    for (std::size_t k = 0; k < card.labels.size(); ++k) {
      row.push_back(written(film.probabilities[k]));
      row.push_back(film.truth[k] == kUnknown ? "" : std::to_string(film.truth[k]));
    }
    if (card.grading) {
      const GradedFilm graded = graded_film(card, film.probabilities, film.grade, film.facts.patient);
      row.push_back(card.grading->grades[static_cast<std::size_t>(graded.said)]);
      row.push_back(written(graded.expected));
      row.push_back(film.grade == kNoGrade ? "" : card.grading->grades[static_cast<std::size_t>(film.grade)]);
    }
    scores.rows.push_back(std::move(row));
  }
  return scores;
}

}  // namespace

std::string written(double value) {
  return std::isfinite(value) ? base::fixed(value, 5) : std::string();
}

base::Result<void> evaluate_classifier(const model::Engine& engine, const dataset::PictureTable& set,
                                       const EvaluationOptions& options, Evaluation& evaluation) {
  const model::Card& card = engine.card();
  const auto& films = set.table.films;
  std::vector<ClassifiedFilm> known(films.size());
  std::vector<std::size_t> wanted;  // films without any known truth need not run
  for (std::size_t i = 0; i < films.size(); ++i) {
    known[i].facts = facts_of(films[i]);
    known[i].grade = grade_of(card, films[i]);
    for (const auto& label : card.labels) known[i].truth.push_back(truth_of(label, films[i]));
    if (std::any_of(known[i].truth.begin(), known[i].truth.end(),
                    [](int truth) { return truth != kUnknown; }))
      wanted.push_back(i);
  }
  note_missing_labels(card, set.table, known, evaluation.remarks);
  note_unknown_values(card, set.table, evaluation.remarks);
  if (wanted.empty()) return base::fail(base::ErrorCode::unusable_input, no_truth(card), set.table.name);
  if (wanted.size() < films.size())
    evaluation.remarks.push_back(base::counted(films.size() - wanted.size(), "film says", "films say") +
                                 " nothing about any label: not run.");

  RunOptions run{.outputs = {"logits"}, .threads = options.metrics.threads, .progress = options.progress};
  auto failures = run_films(
      engine, set, wanted, run,
      [&](std::size_t film, const FilmInput& input,
          std::span<const model::Output> outputs) -> base::Result<void> {
        const auto& logits = outputs[0].values;
        if (logits.size() != card.labels.size())
          return base::fail(base::ErrorCode::refused_model, "The network has not one output per label.",
                            card.name);
        for (std::size_t k = 0; k < logits.size(); ++k)
          known[film].probabilities.push_back(reading::calibrated(logits[k], card.labels[k].calibration));
        known[film].numbers = input.numbers;
        take_stated_aspect(set.table, films[film], known[film].numbers);
        return {};
      });
  if (!failures) return std::unexpected(failures.error());
  std::erase_if(known, [](const ClassifiedFilm& film) { return film.probabilities.empty(); });
  note_one_sided(card, known, evaluation.remarks);
  auto metrics = classification_metrics(card, known, options.metrics);
  if (!metrics) return std::unexpected(metrics.error());
  evaluation.metrics = std::move(*metrics);
  evaluation.failures = std::move(*failures);
  evaluation.films = known.size();
  evaluation.scores = scores_of(card, known);
  return {};
}

}  // namespace roentgen::evaluation
