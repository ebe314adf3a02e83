#include <algorithm>
#include <cmath>
#include <optional>

#include "base/counted.h"
#include "dataset/film_name.h"
#include "dataset/number.h"
#include "evaluation/cobb.h"
#include "evaluation/kinds.h"
#include "evaluation/run_films.h"
#include "evaluation/true_corners.h"
#include "evaluation/truth_remarks.h"
#include "reading/spine.h"

namespace roentgen::evaluation {
namespace {

using base::counted;

std::optional<double> number_in(const dataset::Film& film, const std::string& column) {
  const auto found = film.values.find(column);
  double value = 0;
  if (found == film.values.end() || !dataset::parse_number(found->second, value)) return std::nullopt;
  return value;
}

// Degrees of an angle between two lines.
std::optional<double> angle_in(const dataset::Film& film, const std::string& column) {
  const auto value = number_in(film, column);
  return value && *value >= 0 && *value <= 180 ? value : std::nullopt;
}

// Says which angles the table does not give, and which cells are none.
void note_angles(const dataset::Table& table, bool corners, std::vector<std::string>& remarks) {
  for (const char* name : kCobbNames) {
    if (!has_column(table, name)) {
      remarks.push_back(std::string(corners ? "no column \"" : "not evaluated: ") + name +
                        (corners ? "\": this angle is computed from the true corners"
                                 : " (no column \"" + std::string(name) + "\" and no landmarks)"));
      continue;
    }
    std::size_t empty = 0, odd = 0;
    for (const dataset::Film& film : table.films) {
      const auto cell = film.values.find(name);
      const bool none = cell == film.values.end() || cell->second.empty();
      empty += none ? 1 : 0;
      odd += !none && !angle_in(film, name) ? 1 : 0;
    }
    if (odd > 0)
      remarks.push_back(counted(odd, "film has", "films have") + " a " + name +
                        " that is no angle from 0 to 180 degrees: not looked at.");
    if (corners && empty + odd > 0)
      remarks.push_back(counted(empty + odd, "film", "films") + " without a " + name +
                        " in the table: computed from the true corners where there are any.");
  }
}

// A corner may lie beyond the edge of a film that cuts a vertebra, but not far off: then the points are of
// another size of the picture.
bool far_outside(const SpineFilm& film, int columns) {
  const double slack = 0.25 * std::max(film.rows, columns);
  return std::ranges::any_of(film.true_vertebrae, [&](const reading::Vertebra& vertebra) {
    return std::ranges::any_of(vertebra.corners, [&](const study::Point& corner) {
      return corner.x < -slack || corner.y < -slack || corner.x > columns + slack ||
             corner.y > film.rows + slack;
    });
  });
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
  const auto corners = true_corners(set.table, count, options.listed, evaluation.remarks);
  note_angles(set.table, corners.has_value(), evaluation.remarks);

  std::vector<SpineFilm> films(set.table.films.size());
  std::vector<std::size_t> wanted;
  std::size_t left_out = 0, without = 0, unmarked = 0;
  for (std::size_t i = 0; i < films.size(); ++i) {
    const dataset::Film& row = set.table.films[i];
    films[i].facts = facts_of(row);
    if (crossed(row)) {
      ++left_out;
      continue;
    }
    for (std::size_t k = 0; k < kCobbNames.size(); ++k)
      films[i].truth[k] = angle_in(row, kCobbNames[k]).value_or(kNoAngle);
    if (corners) {
      if (const auto found = corners->find(dataset::bare_name(row.image)); found != corners->end())
        films[i].true_vertebrae = found->second;
    }
    const bool angles =
        std::ranges::any_of(films[i].truth, [](double angle) { return std::isfinite(angle); });
    unmarked += corners && angles && films[i].true_vertebrae.empty() ? 1 : 0;
    if (angles || !films[i].true_vertebrae.empty())
      wanted.push_back(i);
    else
      ++without;
  }
  if (left_out > 0)
    evaluation.remarks.push_back(counted(left_out, "film", "films") +
                                 " left out: crossed corners (bad_vertebrae above 0).");
  if (unmarked > 0)
    evaluation.remarks.push_back(counted(unmarked, "film has", "films have") +
                                 " no landmarks: only the angles of metadata.csv are compared.");
  if (without > 0)
    evaluation.remarks.push_back(counted(without, "film has", "films have") +
                                 " neither an angle nor landmarks: not run.");
  if (wanted.empty())
    return base::fail(
        base::ErrorCode::unusable_input,
        "No film has a Cobb angle (columns cobb_max, cobb_upper and cobb_lower of metadata.csv, "
        "degrees) or a whole row of points in landmarks.csv.",
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
                              film.outside = far_outside(film, input.columns);
                              if (film.outside) film.true_vertebrae.clear();
                              settle_angles(film);
                              return {};
                            });
  if (!failures) return std::unexpected(failures.error());
  std::erase_if(films, [](const SpineFilm& film) { return !film.run; });
  const auto outside = static_cast<std::size_t>(std::ranges::count_if(films, &SpineFilm::outside));
  if (outside > 0)
    evaluation.remarks.push_back(
        counted(outside, "film has", "films have") +
        " landmarks far outside of the picture (they are in pixels of the stored image): not looked at.");
  const auto lost =
      std::ranges::count_if(films, [](const SpineFilm& film) { return film.vertebrae.size() < 2; });
  if (lost > 0)
    evaluation.remarks.push_back("no spine found on " +
                                 counted(static_cast<std::size_t>(lost), "film", "films") +
                                 ": counted with angles of 0.");
  evaluation.metrics = cobb_metrics(films, options.metrics);
  evaluation.failures = std::move(*failures);
  evaluation.films = films.size();
  evaluation.scores = scores_of(films);
  return {};
}

}  // namespace roentgen::evaluation
