#include "evaluation/evaluate_gate.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>

#include "base/text.h"
#include "evaluation/kinds.h"
#include "evaluation/look_at_films.h"
#include "evaluation/statistics.h"

namespace roentgen::evaluation {
namespace {

struct GateFilm {
  const dataset::Film* film = nullptr;
  study::Gate gate;
  std::optional<base::Error> error;
};

std::string column(const dataset::Film& film, const std::string& name) {
  const auto found = film.values.find(name);
  return found == film.values.end() ? "" : found->second;
}

std::optional<int> zero_or_one(const std::string& value) {
  if (value == "1") return 1;
  if (value == "0") return 0;
  return std::nullopt;
}

std::optional<int> is_child(const std::string& age) {
  int years = 0;
  const auto [end, error] = std::from_chars(age.data(), age.data() + age.size(), years);
  if (error != std::errc{} || end != age.data() + age.size()) return std::nullopt;
  if (years < 13) return 1;
  return years >= 18 ? std::optional(0) : std::nullopt;
}

// What the set knows of a check.
std::optional<int> truth_of_check(const std::string& check, const dataset::Film& film) {
  const std::string value = column(film, check == "moire" ? "photo" : check);
  if (check == "age") return is_child(value);
  if (check == "view")
    return value == "AP" ? std::optional(1) : value == "PA" ? std::optional(0) : std::nullopt;
  if (check == "turned") return value.empty() ? std::nullopt : std::optional(value == "0" ? 0 : 1);
  return zero_or_one(value);
}

std::optional<bool> orientation_right(const GateFilm& film) {
  const std::string turned = column(*film.film, "turned"), inverted = column(*film.film, "inverted");
  if (turned.empty() || inverted.empty()) return std::nullopt;
  const int back = (360 - std::atoi(turned.c_str())) % 360;
  return film.gate.correction == study::Correction{back, inverted == "1"};
}

void add_check_metrics(const std::string& name, const std::vector<GateFilm>& films,
                       const MetricOptions& options, std::vector<model::Metric>& metrics) {
  std::vector<Scored> scored;
  double threshold = 0;
  for (const GateFilm& film : films) {
    const auto truth = truth_of_check(name, *film.film);
    const auto check = std::ranges::find(film.gate.checks, name, &study::Check::name);
    if (!truth || check == film.gate.checks.end() || !check->score) continue;
    threshold = check->threshold.value_or(0);
    scored.push_back({*check->score, *truth, film.film->patient});
  }
  const int n = static_cast<int>(scored.size());
  const int positives = static_cast<int>(std::ranges::count(scored, 1, &Scored::truth));
  const auto add = [&](const char* metric, double value, std::array<double, 2> interval) {
    if (std::isfinite(value)) metrics.push_back({metric, name, "all", n, positives, value, interval});
  };
  add("auc", auc(scored), auc_interval(scored, options.samples));
  add("sensitivity", sensitivity(scored, threshold),
      sensitivity_interval(scored, threshold, options.samples));
  add("specificity", specificity(scored, threshold),
      specificity_interval(scored, threshold, options.samples));
}

using FilmGroup = std::pair<std::string, std::vector<const GateFilm*>>;

std::vector<FilmGroup> groups(const std::vector<GateFilm>& films) {
  FilmGroup all{"all", {}};
  std::map<std::string, std::vector<const GateFilm*>> by_spoil;
  for (const GateFilm& film : films) {
    all.second.push_back(&film);
    if (const std::string spoil = column(*film.film, "spoil"); !spoil.empty())
      by_spoil["spoil=" + spoil].push_back(&film);
  }
  std::vector<FilmGroup> result{all};
  result.insert(result.end(), by_spoil.begin(), by_spoil.end());
  return result;
}

template <class Judge>
void add_share(const char* metric, const std::string& label, const FilmGroup& group,
               const MetricOptions& options, const Judge& judge, std::vector<model::Metric>& metrics) {
  std::vector<double> values;
  std::vector<std::string> patients;
  for (const GateFilm* film : group.second)
    if (const std::optional<bool> hit = judge(*film)) {
      values.push_back(*hit ? 1 : 0);
      patients.push_back(film->film->patient);
    }
  if (values.empty()) return;
  double sum = 0;
  for (const double value : values) sum += value;
  const double n = static_cast<double>(values.size());
  metrics.push_back({metric, label, group.first, static_cast<int>(values.size()), static_cast<int>(sum),
                     sum / n, patient_bootstrap_mean(values, patients, options.samples)});
}

// Frontal chest films pass, everything else is told to be none, or refused before anything was looked at.
std::optional<bool> kind_right(const GateFilm& film) {
  const auto frontal = zero_or_one(column(*film.film, "frontal_chest"));
  if (!frontal) return std::nullopt;
  const auto check = std::ranges::find(film.gate.checks, "body_part", &study::Check::name);
  const bool refused = check == film.gate.checks.end() || check->outcome == study::Fitness::not_fit;
  return refused == (*frontal == 0);
}

// Told to be a photograph, by the network or by its stripes.
std::optional<bool> is_called_photograph(const GateFilm& film) {
  std::optional<bool> called;
  for (const study::Check& check : film.gate.checks)
    if ((check.name == "photo" || check.name == "moire") && check.score)
      called = called.value_or(false) || *check.score >= check.threshold.value_or(0);
  return called;
}

std::optional<bool> refused_by(const std::string& model, const GateFilm& film) {
  if (film.gate.outcome == study::Fitness::not_fit) return true;
  const auto found = std::ranges::find(film.gate.models, model, &study::ModelFitness::model);
  if (found == film.gate.models.end()) return std::nullopt;
  return found->outcome == study::Fitness::not_fit;
}

dataset::Csv scores_of(const std::vector<GateFilm>& films, const std::vector<std::string>& checks) {
  dataset::Csv scores;
  scores.header = {"image", "patient", "spoil", "outcome", "turned_back", "inverted_back"};
  scores.header.insert(scores.header.end(), checks.begin(), checks.end());
  for (const GateFilm& film : films) {
    std::vector<std::string> row{film.film->image,
                                 film.film->patient,
                                 column(*film.film, "spoil"),
                                 study::word(film.gate.outcome),
                                 std::to_string(film.gate.correction.turned_degrees),
                                 film.gate.correction.inverted ? "1" : "0"};
    for (const std::string& name : checks) {
      const auto check = std::ranges::find(film.gate.checks, name, &study::Check::name);
      row.push_back(check == film.gate.checks.end() || !check->score ? "" : written(*check->score));
    }
    scores.rows.push_back(std::move(row));
  }
  return scores;
}

// Some sets hold pictures squeezed into a square: how high and wide a pixel was on the detector, where the
// table says it of a film that lies as it was taken.
study::PixelSpacing pixel_shape(const dataset::Film& film, const image::Image& picture) {
  const auto number = [&](const char* name) { return std::atof(column(film, name).c_str()); };
  const double width = number("detector_width"), height = number("detector_height");
  const std::string turned = column(film, "turned");
  if (!(width > 0) || !(height > 0) || turned == "90" || turned == "270") return {};
  return {height / picture.rows, width / picture.columns, study::SpacingKind::at_detector};
}

// Films in the order of the table.
base::Result<std::vector<GateFilm>> read_all(const reading::Reader& reader, const dataset::Table& table,
                                             const EvaluationOptions& options) {
  std::vector<GateFilm> films(table.films.size());
  std::vector<const dataset::Film*> rows;
  for (std::size_t i = 0; i < films.size(); ++i) {
    films[i].film = &table.films[i];
    rows.push_back(&table.films[i]);
  }
  auto unopened = look_at_films(table, rows, options,
                                [&](std::size_t at, const image::Image& picture) -> base::Result<void> {
                                  reading::Input input;
                                  input.display = &picture;
                                  input.acquisition.spacing = pixel_shape(*rows[at], picture);
                                  auto result = reader.read(input);
                                  if (!result) return std::unexpected(result.error());
                                  films[at].gate = std::move(result->reading.gate);
                                  return {};
                                });
  if (!unopened) return std::unexpected(unopened.error());
  for (std::size_t i = 0; i < films.size(); ++i) films[i].error = std::move((*unopened)[i]);
  return films;
}

}  // namespace

base::Result<Evaluation> evaluate_gate(const reading::Reader& reader, const dataset::Table& table,
                                       const std::string& split, const EvaluationOptions& options) {
  auto films = read_all(reader, table, options);
  if (!films) return std::unexpected(films.error());
  Evaluation evaluation;
  evaluation.package = "quality gate";
  evaluation.version = ROENTGEN_VERSION;
  evaluation.data = table.name;
  evaluation.split = split;
  for (const GateFilm& film : *films)
    if (film.error) evaluation.failures.push_back(*film.error);
  std::erase_if(*films, [](const GateFilm& film) { return film.error.has_value(); });
  if (films->empty())
    return base::fail(base::ErrorCode::unusable_input, "No film could be read.", table.name);
  evaluation.films = films->size();

  std::vector<std::string> checks, models;
  for (const GateFilm& film : *films) {
    for (const study::Check& check : film.gate.checks)
      if (std::ranges::find(checks, check.name) == checks.end()) checks.push_back(check.name);
    for (const study::ModelFitness& model : film.gate.models)
      if (std::ranges::find(models, model.model) == models.end()) models.push_back(model.model);
  }
  for (const std::string& check : checks)
    add_check_metrics(check, *films, options.metrics, evaluation.metrics);
  for (const FilmGroup& group : groups(*films)) {
    add_share("orientation_right", "turned+inverted", group, options.metrics, orientation_right,
              evaluation.metrics);
    add_share("kind_right", "frontal_chest", group, options.metrics, kind_right, evaluation.metrics);
    add_share("called", "photograph", group, options.metrics, is_called_photograph, evaluation.metrics);
    add_share(
        "not_fit", "gate", group, options.metrics,
        [](const GateFilm& film) { return std::optional(film.gate.outcome == study::Fitness::not_fit); },
        evaluation.metrics);
    for (const std::string& model : models)
      add_share(
          "not_fit", model, group, options.metrics,
          [&](const GateFilm& film) { return refused_by(model, film); }, evaluation.metrics);
  }
  evaluation.scores = scores_of(*films, checks);
  return evaluation;
}

}  // namespace roentgen::evaluation
