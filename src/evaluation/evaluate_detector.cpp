#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>

#include "dataset/boxes.h"
#include "evaluation/detection.h"
#include "evaluation/kinds.h"
#include "evaluation/run_films.h"
#include "evaluation/truth.h"
#include "reading/classify.h"
#include "reading/found_boxes.h"

namespace roentgen::evaluation {
namespace {

constexpr double kLeastScore = 0.005;  // boxes below it change no figure
constexpr std::size_t kMostBoxes = 100;

using BoxesOf = std::map<std::string, std::vector<reading::FoundBox>>;

int label_of(const model::Card& card, const std::string& name) {
  for (std::size_t k = 0; k < card.labels.size(); ++k)
    if (card.labels[k].name == name || card.labels[k].column == name) return static_cast<int>(k);
  return -1;
}

// Nothing if the set has no boxes.csv.
base::Result<std::optional<BoxesOf>> true_boxes(const model::Card& card, const dataset::Table& table,
                                                std::vector<std::string>& remarks) {
  std::error_code ignored;
  if (!std::filesystem::exists(table.folder / "boxes.csv", ignored)) {
    remarks.emplace_back("not evaluated: places (no boxes.csv)");
    return std::nullopt;
  }
  const auto boxes = dataset::read_boxes(table);
  if (!boxes) return std::unexpected(boxes.error());
  BoxesOf by_image;
  std::size_t strangers = 0;
  for (const dataset::Box& box : *boxes) {
    const int label = label_of(card, box.label);
    if (label < 0) {
      ++strangers;
      continue;
    }
    by_image[box.image].push_back({label, 1, box.x, box.y, box.x + box.width, box.y + box.height});
  }
  if (strangers > 0)
    remarks.push_back(std::to_string(strangers) + " boxes have a label that this package does not look for.");
  return by_image;
}

struct Film {
  ClassifiedFilm judged;
  std::vector<bool> placed;  // per label: all its boxes are known
  DetectedFilm detected;     // of all labels
};

void settle_truth(const model::Card& card, const dataset::Table& table, const std::optional<BoxesOf>& boxes,
                  std::vector<Film>& films, std::vector<std::string>& remarks) {
  for (std::size_t k = 0; k < card.labels.size(); ++k) {
    const model::Label& label = card.labels[k];
    const bool column = std::ranges::find(table.columns, label.column) != table.columns.end();
    if (!column)
      remarks.push_back(boxes ? label.name + ": no column \"" + label.column +
                                    "\"; a film with a box counts as positive, one without as negative"
                              : "not evaluated: " + label.name + " (no column \"" + label.column + "\")");
    std::size_t unplaced = 0;
    for (Film& film : films) {
      const auto& truth = film.detected.boxes.truth;
      const bool boxed =
          std::ranges::any_of(truth, [&](const auto& box) { return box.label == static_cast<int>(k); });
      int known = kUnknown;
      if (column)
        known = film.judged.truth[k];
      else if (boxes)
        known = boxed ? 1 : 0;
      film.judged.truth[k] = known;
      film.placed.push_back(boxes && (boxed || known == 0));
      unplaced += boxes && known == 1 && !boxed ? 1 : 0;
    }
    if (unplaced > 0)
      remarks.push_back(std::to_string(unplaced) + " films with " + label.name +
                        " have no box and count for the whole image only.");
  }
}

dataset::Csv scores_of(const model::Card& card, const std::vector<Film>& films) {
  dataset::Csv scores;
  scores.header = {"image", "patient"};
  for (const auto& label : card.labels)
    for (const char* suffix : {"", "_truth", "_boxes", "_best_box"})
      scores.header.push_back(label.name + suffix);
  for (const Film& film : films) {
    std::vector<std::string> row{film.judged.facts.image, film.judged.facts.patient};
    for (std::size_t k = 0; k < card.labels.size(); ++k) {
      int shown = 0;
      double best = 0;
      for (const auto& box : film.detected.boxes.found) {
        if (box.label != static_cast<int>(k)) continue;
        shown += box.score >= card.places->threshold ? 1 : 0;
        best = std::max(best, box.score);
      }
      const int truth = film.judged.truth[k];
      row.push_back(written(film.judged.probabilities[k]));
      row.push_back(truth == kUnknown ? "" : std::to_string(truth));
      row.push_back(std::to_string(shown));
      row.push_back(written(best));
    }
    scores.rows.push_back(std::move(row));
  }
  return scores;
}

}  // namespace

base::Result<void> evaluate_detector(const model::Engine& engine, const dataset::PictureTable& set,
                                     const EvaluationOptions& options, Evaluation& evaluation) {
  const model::Card& card = engine.card();
  const auto boxes = true_boxes(card, set.table, evaluation.remarks);
  if (!boxes) return std::unexpected(boxes.error());
  std::vector<Film> films(set.table.films.size());
  for (std::size_t i = 0; i < films.size(); ++i) {
    const dataset::Film& film = set.table.films[i];
    films[i].judged.facts = films[i].detected.facts = facts_of(film);
    films[i].detected.boxes.patient = film.patient;
    for (const auto& label : card.labels) films[i].judged.truth.push_back(truth_of(label, film));
    if (!*boxes) continue;
    if (const auto found = (*boxes)->find(film.image); found != (*boxes)->end())
      films[i].detected.boxes.truth = found->second;
  }
  settle_truth(card, set.table, *boxes, films, evaluation.remarks);
  std::vector<std::size_t> wanted;
  for (std::size_t i = 0; i < films.size(); ++i)
    if (std::ranges::any_of(films[i].judged.truth, [](int truth) { return truth != kUnknown; }) ||
        std::ranges::find(films[i].placed, true) != films[i].placed.end())
      wanted.push_back(i);
  if (wanted.empty())
    return base::fail(base::ErrorCode::unusable_input,
                      "No film says anything about any label of this package.", set.table.name);
  if (wanted.size() < films.size())
    evaluation.remarks.push_back(std::to_string(films.size() - wanted.size()) +
                                 " films say nothing about any label and were not run.");

  const RunOptions run{.outputs = {"logits", "scores", "boxes"},
                       .threads = options.metrics.threads,
                       .progress = options.progress};
  auto failures =
      run_films(engine, set, wanted, run,
                [&](std::size_t i, const FilmInput& input,
                    std::span<const model::Output> outputs) -> base::Result<void> {
                  Film& film = films[i];
                  for (std::size_t k = 0; k < card.labels.size(); ++k)
                    film.judged.probabilities.push_back(
                        reading::calibrated(outputs[0].values[k], card.labels[k].calibration));
                  film.judged.numbers = input.numbers;
                  const auto found =
                      reading::found_boxes(*card.places, outputs[1], outputs[2], kLeastScore, kMostBoxes);
                  film.detected.boxes.found =
                      reading::on_picture(found, input.prepared.placement, {input.rows, input.columns});
                  film.detected.longer_side = std::max(input.rows, input.columns);
                  return {};
                });
  if (!failures) return std::unexpected(failures.error());
  std::erase_if(films, [](const Film& film) { return film.judged.probabilities.empty(); });
  std::vector<ClassifiedFilm> judged;
  for (const Film& film : films) judged.push_back(film.judged);
  auto metrics = classification_metrics(card, judged, options.metrics);
  if (!metrics) return std::unexpected(metrics.error());
  evaluation.metrics = std::move(*metrics);
  for (std::size_t k = 0; k < card.labels.size(); ++k) {
    std::vector<DetectedFilm> placed;
    for (const Film& film : films)
      if (film.placed[k]) placed.push_back(film.detected);
    std::ranges::move(detection_metrics(card.labels[k].name, static_cast<int>(k), card.places->threshold,
                                        placed, options.metrics),
                      std::back_inserter(evaluation.metrics));
  }
  evaluation.failures = std::move(*failures);
  evaluation.films = films.size();
  evaluation.scores = scores_of(card, films);
  return {};
}

}  // namespace roentgen::evaluation
