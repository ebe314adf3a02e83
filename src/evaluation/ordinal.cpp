#include "evaluation/ordinal.h"

#include <algorithm>
#include <cmath>

#include "evaluation/draw.h"
#include "evaluation/statistics.h"
#include "reading/classify.h"

namespace roentgen::evaluation {
namespace {

std::vector<std::uint32_t> patients_of(std::span<const GradedFilm> films, Numbering& numbering) {
  std::vector<std::uint32_t> patients;
  for (const GradedFilm& film : films) patients.push_back(numbering.number(film.patient));
  return patients;
}

// times(i): how often film i counts. With T truth and S said: sum w O = sum (T-S)^2, and
// sum w E = sum over all pairs of a truth and a said grade / n.
template <class Times>
double weighted_kappa(std::span<const GradedFilm> films, const Times& times) {
  double n = 0, t = 0, tt = 0, s = 0, ss = 0, apart = 0;
  for (std::size_t i = 0; i < films.size(); ++i) {
    const double weight = times(i), truth = films[i].truth, said = films[i].said;
    n += weight;
    t += weight * truth;
    tt += weight * truth * truth;
    s += weight * said;
    ss += weight * said * said;
    apart += weight * (truth - said) * (truth - said);
  }
  if (n == 0) return kNaN;
  const double by_chance = tt + ss - 2 * t * s / n;
  return by_chance > 0 ? 1 - apart / by_chance : kNaN;
}

template <class Times>
double weighted_balanced(std::span<const GradedFilm> films, int grades, const Times& times) {
  std::vector<double> all(static_cast<std::size_t>(grades)), right(all.size());
  for (std::size_t i = 0; i < films.size(); ++i) {
    const auto truth = static_cast<std::size_t>(films[i].truth);
    all[truth] += times(i);
    if (films[i].said == films[i].truth) right[truth] += times(i);
  }
  double sum = 0;
  int present = 0;
  for (std::size_t g = 0; g < all.size(); ++g)
    if (all[g] > 0) {
      sum += right[g] / all[g];
      ++present;
    }
  return present > 0 ? sum / present : kNaN;
}

constexpr auto kOnce = [](std::size_t) { return 1.0; };

template <class Weighted>
std::array<double, 2> interval(std::span<const GradedFilm> films, const Weighted& weighted, int samples,
                               std::uint64_t seed) {
  Numbering numbering;
  const auto patients = patients_of(films, numbering);
  const auto figure = [&](std::span<const std::uint32_t> drawn) {
    return weighted([&](std::size_t i) { return static_cast<double>(drawn[patients[i]]); });
  };
  return percentile_interval(numbering.count, figure, samples, seed);
}

void add(std::vector<model::Metric>& rows, model::Metric row, const char* metric, double value,
         std::array<double, 2> ci95) {
  if (std::isnan(value) || std::isnan(ci95[0])) return;
  row.metric = metric;
  row.value = value;
  row.ci95 = ci95;
  rows.push_back(std::move(row));
}

void group_metrics(const model::Grading& grading, const std::string& group,
                   const std::vector<GradedFilm>& films, const MetricOptions& options,
                   std::vector<model::Metric>& rows) {
  const int grades = static_cast<int>(grading.grades.size());
  const int decisive =
      static_cast<int>(std::ranges::find(grading.grades, grading.decisive) - grading.grades.begin());
  std::vector<Scored> cut;
  std::vector<double> errors, rights;
  std::vector<std::string> patients;
  for (const GradedFilm& film : films) {
    cut.push_back({film.expected, film.truth >= decisive ? 1 : 0, film.patient});
    errors.push_back(std::abs(film.said - film.truth));
    rights.push_back(film.said == film.truth ? 1 : 0);
    patients.push_back(film.patient);
  }
  const auto mean = [](const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
  };
  const int samples = options.samples;
  const auto seed = options.seed;
  model::Metric row;
  row.label = grading.name;
  row.group = group;
  row.n = static_cast<int>(films.size());
  row.positives = static_cast<int>(std::ranges::count(cut, 1, &Scored::truth));
  add(rows, row, "auc", auc(cut), auc_interval(cut, samples, seed));
  row.positives = 0;
  add(rows, row, "quadratic_kappa", quadratic_kappa(films), quadratic_kappa_interval(films, samples, seed));
  add(rows, row, "mae", mean(errors), patient_bootstrap_mean(errors, patients, samples, seed));
  add(rows, row, "accuracy", mean(rights), patient_bootstrap_mean(rights, patients, samples, seed));
  add(rows, row, "balanced_accuracy", balanced_grade_accuracy(films, grades),
      interval(
          films, [&](const auto& times) { return weighted_balanced(films, grades, times); }, samples, seed));
}

}  // namespace

GradedFilm graded_film(const model::Card& card, std::span<const double> probabilities, int truth,
                       const std::string& patient) {
  const double expected = reading::expected_grade(*card.grading, card.labels, probabilities);
  return {expected, static_cast<int>(reading::told_grade(*card.grading, expected)), truth, patient};
}

double quadratic_kappa(std::span<const GradedFilm> films) {
  return weighted_kappa(films, kOnce);
}

std::array<double, 2> quadratic_kappa_interval(std::span<const GradedFilm> films, int samples,
                                               std::uint64_t seed) {
  return interval(
      films, [&](const auto& times) { return weighted_kappa(films, times); }, samples, seed);
}

double balanced_grade_accuracy(std::span<const GradedFilm> films, int grades) {
  return weighted_balanced(films, grades, kOnce);
}

std::vector<model::Metric> grading_metrics(const model::Card& card, std::span<const ClassifiedFilm> films,
                                           const MetricOptions& options) {
  std::vector<model::Metric> rows;
  if (!card.grading) return rows;
  std::vector<Facts> facts;
  for (const ClassifiedFilm& film : films) facts.push_back(film.facts);
  for (const Group& group : groups_of(facts)) {
    std::vector<GradedFilm> graded;
    for (const std::size_t i : group.films)
      if (films[i].grade >= 0)
        graded.push_back(graded_film(card, films[i].probabilities, films[i].grade, films[i].facts.patient));
    if (graded.empty() || (group.name != "all" && graded.size() < kLeastGroup)) continue;
    group_metrics(*card.grading, group.name, graded, options, rows);
  }
  return rows;
}

}  // namespace roentgen::evaluation
