#include "evaluation/evaluate_triage.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "base/text.h"
#include "evaluation/controls.h"
#include "evaluation/kinds.h"
#include "evaluation/look_at_films.h"
#include "evaluation/rule_out.h"
#include "reading/triage.h"
#include "study/margin.h"

namespace roentgen::evaluation {
namespace {

constexpr std::array kSensitivities =
    std::to_array<std::pair<double, const char*>>({{0.98, "0.98"}, {0.99, "0.99"}, {0.999, "0.999"}});
constexpr std::array kClasses = std::to_array<const char*>({"normal", "abnormal", "urgent"});

struct TriageFilm {
  Facts facts;
  int kind = 0;  // of kClasses
  double score = 0;
  study::Urgency called = study::Urgency::not_read;
  OneNumbers numbers;
  std::optional<base::Error> error;
};

bool fulfils_any(const dataset::Film& film, const std::vector<TruthRule>& rules) {
  return std::ranges::any_of(rules, [&](const TruthRule& rule) {
    const auto value = film.values.find(rule.column);
    return value != film.values.end() && std::ranges::find(rule.values, value->second) != rule.values.end();
  });
}

std::optional<int> kind_of(const dataset::Film& film, const TriageTruth& truth) {
  if (fulfils_any(film, truth.urgent)) return 2;
  if (fulfils_any(film, truth.abnormal)) return 1;
  if (fulfils_any(film, truth.normal)) return 0;
  return std::nullopt;
}

base::Result<std::vector<TriageFilm>> read_all(const reading::Reader& reader, const dataset::Table& table,
                                               const TriageTruth& truth, const EvaluationOptions& options) {
  std::vector<TriageFilm> films;
  std::vector<const dataset::Film*> rows;
  for (const dataset::Film& film : table.films)
    if (const auto kind = kind_of(film, truth)) {
      films.push_back({facts_of(film), *kind, 0, {}, {}, {}});
      rows.push_back(&film);
    }
  auto unopened = look_at_films(table, rows, options,
                                [&](std::size_t at, const image::Image& picture) -> base::Result<void> {
                                  films[at].numbers = one_numbers(picture);
                                  reading::Input input;
                                  input.display = &picture;
                                  input.acquisition = words_of(*rows[at]);
                                  const auto result = reader.read(input);
                                  if (!result) return std::unexpected(result.error());
                                  films[at].score = abnormality(result->reading);
                                  films[at].called = result->reading.triage.urgency;
                                  return {};
                                });
  if (!unopened) return std::unexpected(unopened.error());
  for (std::size_t i = 0; i < films.size(); ++i) films[i].error = std::move((*unopened)[i]);
  return films;
}

template <class Score>
std::vector<Scored> scored_by(const std::vector<TriageFilm>& films, const std::vector<std::size_t>& some,
                              const Score& score) {
  std::vector<Scored> scored;
  for (const std::size_t i : some)
    scored.push_back({score(films[i]), films[i].kind > 0 ? 1 : 0, films[i].facts.patient});
  return scored;
}

void add_row(std::vector<model::Metric>& rows, const std::string& metric, const std::string& group,
             const std::vector<Scored>& films, double value, const std::array<double, 2>& ci95) {
  if (!std::isfinite(value)) return;
  rows.push_back({metric, "abnormal", group, static_cast<int>(films.size()),
                  static_cast<int>(std::ranges::count(films, 1, &Scored::truth)), value, ci95});
}

void add_curve(std::vector<model::Metric>& rows, const std::string& prefix, const std::string& group,
               const std::vector<Scored>& films, const MetricOptions& options) {
  add_row(rows, prefix + "auc", group, films, auc(films), auc_interval(films, options.samples, options.seed));
  for (const auto& [least, name] : kSensitivities)
    add_row(rows, prefix + "specificity_at_sensitivity_" + name, group, films,
            rule_out_specificity(films, least),
            rule_out_interval(films, least, options.samples, options.seed));
}

// The one number of the pictures that tells abnormal films best, turned so that it rises with disease.
std::string add_control(std::vector<model::Metric>& rows, const std::vector<TriageFilm>& films,
                        const std::vector<std::size_t>& all, const MetricOptions& options) {
  using Number = double OneNumbers::*;
  const std::array<std::pair<const char*, Number>, 4> numbers{{{"mean grey", &OneNumbers::mean_grey},
                                                               {"contrast", &OneNumbers::contrast},
                                                               {"aspect", &OneNumbers::aspect},
                                                               {"sharpness", &OneNumbers::sharpness}}};
  double best = 0;
  std::string name;
  std::vector<Scored> chosen;
  for (const auto& [title, number] : numbers)
    for (const double sign : {1.0, -1.0}) {
      auto scored =
          scored_by(films, all, [&](const TriageFilm& film) { return sign * film.numbers.*number; });
      if (const double area = auc(scored); area > best) {
        best = area;
        name = title;
        chosen = std::move(scored);
      }
    }
  if (!name.empty()) add_curve(rows, "control_", "all", chosen, options);
  return name;
}

void add_calls(std::vector<model::Metric>& rows, const std::vector<TriageFilm>& films,
               const MetricOptions& options) {
  const std::array<std::pair<study::Urgency, const char*>, 4> calls{
      {{study::Urgency::routine, "called_routine"},
       {study::Urgency::soon, "called_soon"},
       {study::Urgency::urgent, "called_urgent"},
       {study::Urgency::not_read, "not_read"}}};
  for (std::size_t k = 0; k < kClasses.size(); ++k)
    for (const auto& [urgency, metric] : calls) {
      std::vector<double> values;
      std::vector<std::string> patients;
      double hits = 0;
      for (const TriageFilm& film : films) {
        if (film.kind != static_cast<int>(k)) continue;
        values.push_back(film.called == urgency ? 1 : 0);
        hits += values.back();
        patients.push_back(film.facts.patient);
      }
      if (values.empty()) continue;
      const int n = static_cast<int>(values.size());
      rows.push_back({metric, kClasses[k], "all", n, static_cast<int>(hits), hits / n,
                      patient_bootstrap_mean(values, patients, options.samples, options.seed)});
    }
}

void add_chosen(std::vector<model::Metric>& rows, const std::string& group, const std::vector<Scored>& films,
                const std::vector<Scored>& chosen, const MetricOptions& options) {
  for (const auto& [least, name] : kSensitivities) {
    const double at = rule_out_threshold(chosen, least);
    if (std::isnan(at)) continue;
    add_row(rows, std::string("sensitivity_at_chosen_") + name, group, films, sensitivity(films, at),
            sensitivity_interval(films, at, options.samples, options.seed));
    add_row(rows, std::string("specificity_at_chosen_") + name, group, films, specificity(films, at),
            specificity_interval(films, at, options.samples, options.seed));
  }
}

void remark_on_few(const std::vector<TriageFilm>& films, std::vector<std::string>& remarks) {
  const auto with = std::ranges::count_if(films, [](const TriageFilm& film) { return film.kind > 0; });
  for (const auto& [least, name] : kSensitivities)
    if (static_cast<double>(with) * (1 - least) < 1 - 1e-9)
      remarks.push_back("A sensitivity of " + std::string(name) + " on " + std::to_string(with) +
                        " abnormal films means that none is missed; it takes " +
                        base::fixed(std::ceil(1 / (1 - least) - 1e-6), 0) + " to measure it.");
}

dataset::Csv scores_of(const std::vector<TriageFilm>& films) {
  dataset::Csv scores;
  scores.header = {"image", "patient", "truth", "abnormality", "called"};
  for (const TriageFilm& film : films)
    scores.rows.push_back({film.facts.image, film.facts.patient,
                           kClasses[static_cast<std::size_t>(film.kind)],
                           std::isfinite(film.score) ? written(film.score) : "", study::word(film.called)});
  return scores;
}

}  // namespace

double abnormality(const study::Reading& reading) {
  if (reading.status != study::Status::read || reading.findings.empty())
    return std::numeric_limits<double>::infinity();
  const auto summary = std::ranges::find(reading.findings, reading::kSummary, &study::Finding::label);
  if (summary != reading.findings.end()) return study::margin(*summary);
  double largest = -std::numeric_limits<double>::infinity();
  for (const study::Finding& finding : reading.findings) largest = std::max(largest, study::margin(finding));
  return largest;
}

base::Result<Evaluation> evaluate_triage(const reading::Reader& reader, const TriageSets& sets,
                                         const EvaluationOptions& options) {
  auto films = read_all(reader, sets.films, sets.truth, options);
  if (!films) return std::unexpected(films.error());
  auto chosen = read_all(reader, sets.chosen, sets.truth, options);
  if (!chosen) return std::unexpected(chosen.error());
  Evaluation evaluation;
  evaluation.package = "triage";
  evaluation.version = ROENTGEN_VERSION;
  evaluation.data = sets.films.name;
  evaluation.split = sets.split;
  for (auto* part : {&*films, &*chosen}) {
    for (const TriageFilm& film : *part)
      if (film.error) evaluation.failures.push_back(*film.error);
    std::erase_if(*part, [](const TriageFilm& film) { return film.error.has_value(); });
  }
  const auto normal = std::ranges::count(*films, 0, &TriageFilm::kind);
  if (normal == 0 || normal == static_cast<long>(films->size()))
    return base::fail(base::ErrorCode::unusable_input,
                      "A rule-out curve needs films that are normal and films that are abnormal; there are " +
                          std::to_string(normal) + " and " +
                          std::to_string(static_cast<long>(films->size()) - normal) + ".",
                      sets.films.name);
  evaluation.films = films->size();
  const auto score = [](const TriageFilm& film) { return film.score; };
  std::vector<Facts> facts;
  for (const TriageFilm& film : *films) facts.push_back(film.facts);
  std::vector<std::size_t> all_chosen(chosen->size());
  for (std::size_t i = 0; i < all_chosen.size(); ++i) all_chosen[i] = i;
  const auto thresholds = scored_by(*chosen, all_chosen, score);
  for (const Group& group : groups_of(facts)) {
    const auto scored = scored_by(*films, group.films, score);
    add_curve(evaluation.metrics, "", group.name, scored, options.metrics);
    if (group.name == "all" || group.name.starts_with("source="))
      add_chosen(evaluation.metrics, group.name, scored, thresholds, options.metrics);
    if (group.name != "all") continue;
    const std::string control = add_control(evaluation.metrics, *films, group.films, options.metrics);
    if (!control.empty()) evaluation.remarks.push_back("The control is the " + control + " of the picture.");
  }
  add_calls(evaluation.metrics, *films, options.metrics);
  remark_on_few(*films, evaluation.remarks);
  const auto unread = std::ranges::count_if(*films, [](const auto& film) { return std::isinf(film.score); });
  if (unread > 0)
    evaluation.remarks.push_back(std::to_string(unread) +
                                 " films were not read: they are never ruled out, whatever they are.");
  evaluation.scores = scores_of(*films);
  return evaluation;
}

}  // namespace roentgen::evaluation
