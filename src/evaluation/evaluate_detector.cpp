#include <algorithm>
#include <optional>

#include "base/counted.h"
#include "dataset/film_name.h"
#include "evaluation/detection.h"
#include "evaluation/kinds.h"
#include "evaluation/run_films.h"
#include "evaluation/true_boxes.h"
#include "evaluation/truth.h"
#include "evaluation/truth_remarks.h"
#include "reading/classify.h"
#include "reading/found_boxes.h"

namespace roentgen::evaluation {
namespace {

using base::counted;

constexpr double kLeastScore = 0.005;  // boxes below it change no figure
constexpr std::size_t kMostBoxes = 100;

struct Film {
  ClassifiedFilm judged;
  std::vector<bool> placed;  // per label: all its boxes are known
  DetectedFilm detected;     // of all labels
  bool broken = false;       // a row of its boxes is no rectangle
  bool outside = false;      // a true box reaches out of the picture

  bool has_box(std::size_t label) const {
    return std::ranges::any_of(detected.boxes.truth,
                               [&](const auto& box) { return box.label == static_cast<int>(label); });
  }
};

constexpr const char* kWholeOnly = ": judged as a whole only.";

void settle_label(const model::Card& card, const dataset::Table& table, std::size_t k, bool places,
                  std::vector<Film>& films, std::vector<std::string>& remarks) {
  const model::Label& label = card.labels[k];
  const bool column = has_column(table, label.column) || has_column(table, label.name);
  const bool boxed = std::ranges::any_of(films, [k](const Film& film) { return film.has_box(k); });
  if (!column)
    remarks.push_back(boxed ? label.name + ": no column \"" + label.column +
                                  "\"; a film with a box counts as positive, one without as negative"
                            : "not evaluated: " + label.name + " (no column \"" + label.column + "\"" +
                                  (places ? " and no box of that label)" : ")"));
  std::size_t unplaced = 0, contradicted = 0;
  for (Film& film : films) {
    const bool here = film.has_box(k);
    int& known = film.judged.truth[k];
    if (!column) known = !boxed || (film.broken && !here) ? kUnknown : here ? 1 : 0;
    if (here && known == 0) {
      ++contradicted;
      known = kUnknown;
      film.placed.push_back(false);
      continue;
    }
    film.placed.push_back(places && !film.broken && (here || known == 0));
    unplaced += places && known == 1 && !here && !film.broken ? 1 : 0;
  }
  if (unplaced > 0)
    remarks.push_back(
        counted(unplaced, "film with " + label.name + " has", "films with " + label.name + " have") +
        " no box" + kWholeOnly);
  if (contradicted > 0)
    remarks.push_back(counted(contradicted, "film was", "films were") + " left out: a box of " + label.name +
                      ", and metadata.csv says there is none.");
}

// A box may go over the edge by so much, as rounding makes it.
bool reaches_out(const reading::FoundBox& box, int rows, int columns) {
  const double slack = std::max(1.0, 0.01 * std::max(rows, columns));
  return box.left < -slack || box.top < -slack || box.right > columns + slack || box.bottom > rows + slack;
}

void note_places(const model::Card& card, const std::vector<Film>& films, std::vector<std::string>& remarks) {
  const auto outside = static_cast<std::size_t>(std::ranges::count_if(films, &Film::outside));
  if (outside > 0)
    remarks.push_back(counted(outside, "film has", "films have") +
                      " a box that reaches out of the picture (boxes are in pixels of the stored image)" +
                      kWholeOnly);
  for (std::size_t k = 0; k < card.labels.size(); ++k) {
    const auto placed = [k](const Film& film) { return film.placed[k]; };
    if (std::ranges::any_of(films, placed) &&
        std::ranges::none_of(films, [&](const Film& film) { return placed(film) && film.has_box(k); }))
      remarks.push_back("no film with a box of " + card.labels[k].name +
                        ", so none of the figures that count true boxes (map50 and others)");
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
  const auto boxes = true_boxes(card, set.table, options.listed, evaluation.remarks);
  std::vector<Film> films(set.table.films.size());
  for (std::size_t i = 0; i < films.size(); ++i) {
    const dataset::Film& film = set.table.films[i];
    films[i].judged.facts = films[i].detected.facts = facts_of(film);
    films[i].detected.boxes.patient = film.patient;
    for (const auto& label : card.labels) films[i].judged.truth.push_back(truth_of(label, film));
    if (!boxes) continue;
    const std::string image = dataset::bare_name(film.image);
    if (const auto found = boxes->by_image.find(image); found != boxes->by_image.end())
      films[i].detected.boxes.truth = found->second;
    films[i].broken = boxes->broken.contains(image);
  }
  note_unknown_values(card, set.table, evaluation.remarks);
  for (std::size_t k = 0; k < card.labels.size(); ++k)
    settle_label(card, set.table, k, boxes.has_value(), films, evaluation.remarks);
  if (const auto broken = static_cast<std::size_t>(std::ranges::count_if(films, &Film::broken)); broken > 0)
    evaluation.remarks.push_back(counted(broken, "film has", "films have") +
                                 " a row in boxes.csv that is no rectangle" + kWholeOnly);
  std::vector<std::size_t> wanted;
  for (std::size_t i = 0; i < films.size(); ++i)
    if (std::ranges::any_of(films[i].judged.truth, [](int truth) { return truth != kUnknown; }) ||
        std::ranges::find(films[i].placed, true) != films[i].placed.end())
      wanted.push_back(i);
  if (wanted.empty()) return base::fail(base::ErrorCode::unusable_input, no_truth(card), set.table.name);
  if (wanted.size() < films.size())
    evaluation.remarks.push_back(counted(films.size() - wanted.size(), "film says", "films say") +
                                 " nothing about any label: not run.");

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
                  film.outside = std::ranges::any_of(film.detected.boxes.truth, [&](const auto& box) {
                    return reaches_out(box, input.rows, input.columns);
                  });
                  if (film.outside) film.placed.assign(film.placed.size(), false);
                  return {};
                });
  if (!failures) return std::unexpected(failures.error());
  std::erase_if(films, [](const Film& film) { return film.judged.probabilities.empty(); });
  note_places(card, films, evaluation.remarks);
  std::vector<ClassifiedFilm> judged;
  for (const Film& film : films) judged.push_back(film.judged);
  note_one_sided(card, judged, evaluation.remarks);
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
