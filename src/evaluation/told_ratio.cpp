#include <cmath>
#include <limits>

#include "dataset/number.h"
#include "evaluation/mean_of_films.h"
#include "evaluation/outlined.h"

namespace roentgen::evaluation {

std::optional<double> told_ratio(const dataset::Film& film) {
  const auto cell = film.values.find(kRatioColumn);
  double value = 0;
  if (cell == film.values.end() || !dataset::parse_number(cell->second, value)) return std::nullopt;
  return value > 0 && value <= 1 ? std::optional(value) : std::nullopt;
}

std::vector<model::Metric> told_ratio_metrics(std::span<const ToldFilm> films, const MetricOptions& options) {
  std::vector<Facts> facts;
  for (const auto& film : films) facts.push_back(film.facts);
  std::vector<model::Metric> rows;
  for (const auto& group : groups_of(facts))
    add_mean(rows, "mae", kRatioColumn, group, films, options, [](const ToldFilm& film) {
      return film.measured ? std::abs(*film.measured - film.told) : std::numeric_limits<double>::quiet_NaN();
    });
  return rows;
}

}  // namespace roentgen::evaluation
