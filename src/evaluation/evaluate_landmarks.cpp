#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <limits>
#include <optional>

#include "dataset/landmarks.h"
#include "evaluation/cobb.h"
#include "evaluation/kinds.h"
#include "evaluation/run_films.h"
#include "reading/spine.h"

namespace roentgen::evaluation {
namespace {

std::optional<double> number_in(const dataset::Film& film, const std::string& column) {
  const auto found = film.values.find(column);
  if (found == film.values.end() || found->second.empty()) return std::nullopt;
  double value = 0;
  const char* const end = found->second.data() + found->second.size();
  const auto [rest, error] = std::from_chars(found->second.data(), end, value);
  if (error != std::errc{} || rest != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::vector<reading::Vertebra> vertebrae_from(const std::vector<dataset::Landmark>& points) {
  std::vector<reading::Vertebra> all(points.size() / 4);
  for (std::size_t v = 0; v < all.size(); ++v)
    for (std::size_t k = 0; k < 4; ++k) all[v].corners[k] = {points[4 * v + k].x, points[4 * v + k].y};
  return all;
}

bool crossed(const dataset::Film& film) {
  return number_in(film, "bad_vertebrae").value_or(0) > 0;
}

dataset::Csv scores_of(const std::vector<SpineFilm>& films) {
  dataset::Csv scores;
  scores.header = {"image", "patient"};
  for (const char* name : kCobbNames) {
    scores.header.emplace_back(name);
    scores.header.push_back(std::string(name) + "_truth");
  }
  scores.header.emplace_back("vertebrae");
  scores.header.emplace_back("weakest_vertebra");
  for (const SpineFilm& film : films) {
    std::vector<std::string> row{film.facts.image, film.facts.patient};
    for (std::size_t k = 0; k < kCobbNames.size(); ++k) {
      row.push_back(written(film.found[k]));
      row.push_back(written(film.truth[k]));
    }
    row.push_back(std::to_string(film.vertebrae.size()));
    double weakest = film.vertebrae.empty() ? 0 : 1;
    for (const auto& v : film.vertebrae) weakest = std::min(weakest, v.score);
    row.push_back(written(weakest));
    scores.rows.push_back(std::move(row));
  }
  return scores;
}

}  // namespace

base::Result<void> evaluate_landmarks(const model::Engine& engine, const dataset::PictureTable& set,
                                      const EvaluationOptions& options, Evaluation& evaluation) {
  const model::Card& card = engine.card();
  const std::size_t count = card.structures.size();
  std::optional<dataset::Landmarks> landmarks;
  std::error_code ignored;
  if (std::filesystem::exists(set.table.folder / "landmarks.csv", ignored)) {
    auto read = dataset::read_landmarks(set.table);
    if (!read) return std::unexpected(read.error());
    landmarks = std::move(*read);
    if (landmarks->names.size() != 4 * count) {
      evaluation.remarks.push_back("not evaluated: landmarks (landmarks.csv has " +
                                   std::to_string(landmarks->names.size()) + " points, the package " +
                                   std::to_string(4 * count) + ")");
      landmarks.reset();
    }
  } else {
    evaluation.remarks.emplace_back("not evaluated: landmarks (no landmarks.csv)");
  }

  std::vector<SpineFilm> films(set.table.films.size());
  std::vector<std::size_t> wanted;
  std::size_t left_out = 0, without = 0;
  for (std::size_t i = 0; i < films.size(); ++i) {
    const dataset::Film& row = set.table.films[i];
    films[i].facts = facts_of(row);
    if (crossed(row)) {
      ++left_out;
      continue;
    }
    for (std::size_t k = 0; k < kCobbNames.size(); ++k)
      films[i].truth[k] = number_in(row, kCobbNames[k]).value_or(kNoAngle);
    if (landmarks)
      if (const auto found = landmarks->of_film.find(row.image); found != landmarks->of_film.end())
        films[i].true_vertebrae = vertebrae_from(found->second);
    const bool angles =
        std::ranges::any_of(films[i].truth, [](double angle) { return std::isfinite(angle); });
    if (angles || !films[i].true_vertebrae.empty())
      wanted.push_back(i);
    else
      ++without;
  }
  if (left_out > 0)
    evaluation.remarks.push_back(std::to_string(left_out) +
                                 " films whose corners are crossed (bad_vertebrae above 0) were left out.");
  if (without > 0)
    evaluation.remarks.push_back(std::to_string(without) +
                                 " films have neither an angle nor landmarks and were not run.");
  if (wanted.empty())
    return base::fail(base::ErrorCode::unusable_input, "No film has a Cobb angle or landmarks.",
                      set.table.name);

  const RunOptions run{
      .outputs = {"scores", "corners"}, .threads = options.metrics.threads, .progress = options.progress};
  auto failures = run_films(engine, set, wanted, run,
                            [&](std::size_t i, const FilmInput& input,
                                std::span<const model::Output> outputs) -> base::Result<void> {
                              SpineFilm& film = films[i];
                              film.run = true;
                              film.rows = input.rows;
                              film.vertebrae = reading::on_picture(
                                  reading::vertebrae_of(*card.places, outputs[0], outputs[1], count),
                                  input.prepared.placement);
                              settle_angles(film);
                              return {};
                            });
  if (!failures) return std::unexpected(failures.error());
  std::erase_if(films, [](const SpineFilm& film) { return !film.run; });
  const auto lost =
      std::ranges::count_if(films, [](const SpineFilm& film) { return film.vertebrae.size() < 2; });
  if (lost > 0)
    evaluation.remarks.push_back(std::to_string(lost) +
                                 " films on which no spine was found count with angles of 0.");
  evaluation.metrics = cobb_metrics(films, options.metrics);
  evaluation.failures = std::move(*failures);
  evaluation.films = films.size();
  evaluation.scores = scores_of(films);
  return {};
}

}  // namespace roentgen::evaluation
