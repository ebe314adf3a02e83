#include "evaluation/cobb.h"

#include <cmath>

#include "evaluation/mean_of_films.h"
#include "evaluation/statistics.h"

namespace roentgen::evaluation {
namespace {

double part(double difference, double sum) {
  return sum > 0 ? 100 * difference / sum : 0;
}

double corner_error(const SpineFilm& film) {
  if (film.true_vertebrae.empty() || film.vertebrae.size() != film.true_vertebrae.size()) return kNoAngle;
  double sum = 0;
  for (std::size_t v = 0; v < film.vertebrae.size(); ++v)
    for (std::size_t k = 0; k < 4; ++k) {
      const auto &a = film.vertebrae[v].corners[k], &b = film.true_vertebrae[v].corners[k];
      sum += std::hypot(a.x - b.x, a.y - b.y);
    }
  return 100 * sum / (4 * static_cast<double>(film.vertebrae.size())) / film.rows;
}

}  // namespace

void settle_angles(SpineFilm& film) {
  if (const auto angles = reading::cobb_angles(film.vertebrae, film.rows))
    film.found = {angles->largest, angles->upper, angles->lower};
  const auto from_corners = reading::cobb_angles(film.true_vertebrae, film.rows);
  if (!from_corners) return;
  const std::array<double, 3> computed{from_corners->largest, from_corners->upper, from_corners->lower};
  for (std::size_t k = 0; k < computed.size(); ++k)
    if (std::isnan(film.truth[k])) film.truth[k] = computed[k];
}

std::vector<model::Metric> cobb_metrics(std::span<const SpineFilm> films, const MetricOptions& options) {
  std::vector<Facts> facts;
  for (const SpineFilm& film : films) facts.push_back(film.facts);
  std::vector<model::Metric> rows;
  for (const Group& group : groups_of(facts)) {
    for (std::size_t k = 0; k < kCobbNames.size(); ++k) {
      add_mean(rows, "mae", kCobbNames[k], group, films, options,
               [k](const SpineFilm& film) { return std::abs(film.found[k] - film.truth[k]); });
      add_mean(rows, "smape", kCobbNames[k], group, films, options, [k](const SpineFilm& film) {
        if (std::isnan(film.truth[k])) return kNoAngle;
        return part(std::abs(film.found[k] - film.truth[k]), film.found[k] + film.truth[k]);
      });
    }
    add_mean(rows, "smape", "cobb", group, films, options, [](const SpineFilm& film) {
      double difference = 0, sum = 0;
      for (std::size_t k = 0; k < kCobbNames.size(); ++k) {
        difference += std::abs(film.found[k] - film.truth[k]);
        sum += film.found[k] + film.truth[k];
      }
      return std::isnan(sum) ? kNoAngle : part(difference, sum);
    });
    add_mean(rows, "landmark_error", "corners", group, films, options, corner_error);
    add_mean(rows, "found", "spine", group, films, options,
             [](const SpineFilm& film) { return film.vertebrae.size() >= 2 ? 1.0 : 0.0; });
  }
  return rows;
}

}  // namespace roentgen::evaluation
