#include "evaluation/evaluate_measurements.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <optional>

#include "evaluation/kinds.h"
#include "evaluation/look_at_films.h"
#include "evaluation/retake.h"
#include "evaluation/weighted.h"

namespace roentgen::evaluation {
namespace {

constexpr std::uint64_t kRetakes = 0x2E7A4E;  // key of their random numbers

using Values = std::map<std::string, double>;  // by the measurement's name

struct MeasuredFilm {
  Facts facts;
  Values values;
  std::vector<Values> retakes;
  std::map<std::string, double> raw_scores;  // by the finding's label
  const dataset::Film* film = nullptr;
};

Values values_of(const study::Reading& reading) {
  Values values;
  for (const study::Measurement& measurement : reading.measurements)
    if (measurement.unit == "1") values[measurement.name] = measurement.value;
  return values;
}

base::Result<std::vector<MeasuredFilm>> read_all(const reading::Reader& reader, const dataset::Table& table,
                                                 const MeasurementOptions& options,
                                                 std::vector<base::Error>& failures) {
  std::vector<const dataset::Film*> rows;
  std::vector<MeasuredFilm> films;
  for (const dataset::Film& film : table.films) {
    rows.push_back(&film);
    films.push_back({facts_of(film), {}, {}, {}, &film});
  }
  const auto unopened = look_at_films(
      table, rows, options.how, [&](std::size_t at, const image::Image& picture) -> base::Result<void> {
        reading::Input input;
        input.display = &picture;
        input.acquisition = words_of(*rows[at]);
        const auto plain = reader.read(input);
        if (!plain) return std::unexpected(plain.error());
        films[at].values = values_of(plain->reading);
        for (const study::Finding& finding : plain->reading.findings)
          films[at].raw_scores[finding.label] = finding.raw_score;
        for (int take = 0; take < options.retakes && !films[at].values.empty(); ++take) {
          const image::Image again =
              retaken(picture, base::Random{kRetakes, at, static_cast<std::uint64_t>(take)});
          input.display = &again;
          const auto result = reader.read(input);
          if (!result) return std::unexpected(result.error());
          films[at].retakes.push_back(values_of(result->reading));
        }
        return {};
      });
  if (!unopened) return std::unexpected(unopened.error());
  std::vector<MeasuredFilm> opened;
  for (std::size_t i = 0; i < films.size(); ++i) {
    if ((*unopened)[i])
      failures.push_back(*(*unopened)[i]);
    else
      opened.push_back(std::move(films[i]));
  }
  return opened;
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

std::optional<double> variance_of(const std::vector<double>& values) {
  if (values.size() < 2) return std::nullopt;
  const double mean = mean_of(values);
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return sum / static_cast<double>(values.size() - 1);
}

// A value for each of some films, of these patients.
struct PerFilm {
  std::vector<double> values;
  std::vector<std::string> patients;
  void add(double value, const std::string& patient) {
    values.push_back(value);
    patients.push_back(patient);
  }
};

void add_repeatability(const std::string& name, const std::vector<MeasuredFilm>& films,
                       const MetricOptions& options, std::vector<model::Metric>& rows) {
  PerFilm plain, variances, measured;
  for (const MeasuredFilm& film : films) {
    const auto value = film.values.find(name);
    if (value == film.values.end()) continue;
    plain.add(value->second, film.facts.patient);
    if (film.retakes.empty()) continue;
    std::vector<double> again;
    for (const Values& values : film.retakes)
      if (const auto found = values.find(name); found != values.end()) again.push_back(found->second);
    measured.add(static_cast<double>(again.size()) / static_cast<double>(film.retakes.size()),
                 film.facts.patient);
    if (const auto variance = variance_of(again)) variances.add(*variance, film.facts.patient);
  }
  const auto add = [&](const char* metric, const PerFilm& of, const auto& map) {
    if (of.values.empty()) return;
    auto ends = patient_bootstrap_mean(of.values, of.patients, options.samples, options.seed);
    for (double& end : ends) end = map(end);
    rows.push_back(
        {metric, name, "all", static_cast<int>(of.values.size()), 0, map(mean_of(of.values)), ends});
  };
  const auto same = [](double value) { return value; };
  add("mean", plain, same);
  add("within_film_sd", variances, [](double variance) { return std::sqrt(variance); });
  add("repeatability_coefficient", variances,
      [](double variance) { return 1.96 * std::numbers::sqrt2 * std::sqrt(variance); });
  add("retakes_measured", measured, same);
}

void add_finding(const MeasuredFinding& pair, const std::string& group,
                 const std::vector<const MeasuredFilm*>& films, const MetricOptions& options,
                 std::vector<model::Metric>& rows) {
  std::vector<Scored> measured, seen;
  for (const MeasuredFilm* film : films) {
    const auto truth = film->film->values.find(pair.finding);
    const auto value = film->values.find(pair.measurement);
    const auto score = film->raw_scores.find(pair.finding);
    if (truth == film->film->values.end() || (truth->second != "0" && truth->second != "1") ||
        value == film->values.end() || score == film->raw_scores.end())
      continue;
    const int present = truth->second == "1" ? 1 : 0;
    measured.push_back({value->second, present, film->facts.patient});
    seen.push_back({score->second, present, film->facts.patient});
  }
  const double by_measurement = auc(measured), by_network = auc(seen);
  if (std::isnan(by_measurement)) return;
  Numbering numbering, same;
  auto first = entries_of(measured, numbering), second = entries_of(seen, same);
  order_by_score(first);
  order_by_score(second);
  const auto difference = percentile_interval(
      numbering.count,
      [&](std::span<const std::uint32_t> drawn) {
        const auto times = [&](std::uint32_t patient) { return drawn[patient]; };
        return weighted_auc(first, times) - weighted_auc(second, times);
      },
      options.samples, options.seed);
  const auto add = [&](const char* metric, double value, const std::array<double, 2>& ends) {
    rows.push_back({metric, pair.finding + " by " + pair.measurement, group, static_cast<int>(seen.size()),
                    static_cast<int>(std::ranges::count(seen, 1, &Scored::truth)), value, ends});
  };
  add("auc", by_measurement, auc_interval(measured, options.samples, options.seed));
  add("auc_of_network", by_network, auc_interval(seen, options.samples, options.seed));
  add("auc_difference", by_measurement - by_network, difference);
}

dataset::Csv scores_of(const std::vector<MeasuredFilm>& films, const std::vector<std::string>& names) {
  dataset::Csv scores;
  scores.header = {"image", "patient"};
  for (const std::string& name : names) {
    scores.header.push_back(name);
    scores.header.push_back(name + "_retakes_sd");
  }
  for (const MeasuredFilm& film : films) {
    std::vector<std::string> row{film.facts.image, film.facts.patient};
    for (const std::string& name : names) {
      const auto value = film.values.find(name);
      row.push_back(value == film.values.end() ? "" : written(value->second));
      std::vector<double> again;
      for (const Values& values : film.retakes)
        if (const auto found = values.find(name); found != values.end()) again.push_back(found->second);
      const auto variance = variance_of(again);
      row.push_back(variance ? written(std::sqrt(*variance)) : "");
    }
    scores.rows.push_back(std::move(row));
  }
  return scores;
}

}  // namespace

base::Result<Evaluation> evaluate_measurements(const reading::Reader& reader, const dataset::Table& table,
                                               const std::string& split, const MeasurementOptions& options) {
  Evaluation evaluation;
  const auto films = read_all(reader, table, options, evaluation.failures);
  if (!films) return std::unexpected(films.error());
  evaluation.package = "measurements";
  evaluation.version = ROENTGEN_VERSION;
  evaluation.data = table.name;
  evaluation.split = split;
  evaluation.films = films->size();
  if (films->empty())
    return base::fail(base::ErrorCode::unusable_input, "No film could be read.", table.name);

  std::map<std::string, int> counted;
  for (const MeasuredFilm& film : *films)
    for (const auto& [name, value] : film.values) ++counted[name];
  if (counted.empty())
    return base::fail(base::ErrorCode::unusable_input, "Nothing was measured on any of these films.",
                      table.name);
  const int all = static_cast<int>(films->size());
  std::vector<std::string> names;
  for (const auto& [name, films_with] : counted) {
    names.push_back(name);
    if (films_with < all)
      evaluation.remarks.push_back(name + " was given on " + std::to_string(films_with) + " of " +
                                   std::to_string(all) + " films.");
    add_repeatability(name, *films, options.how.metrics, evaluation.metrics);
  }
  std::vector<Facts> facts;
  for (const MeasuredFilm& film : *films) facts.push_back(film.facts);
  for (const MeasuredFinding& pair : options.findings) {
    const std::size_t before = evaluation.metrics.size();
    for (const Group& group : groups_of(facts)) {
      std::vector<const MeasuredFilm*> some;
      for (const std::size_t i : group.films) some.push_back(&(*films)[i]);
      add_finding(pair, group.name, some, options.how.metrics, evaluation.metrics);
    }
    if (evaluation.metrics.size() == before)
      evaluation.remarks.push_back("not evaluated: " + pair.finding + " by " + pair.measurement +
                                   " (no films with and without it on which both were given)");
  }
  evaluation.scores = scores_of(*films, names);
  return evaluation;
}

}  // namespace roentgen::evaluation
