#include "evaluation/grade_cuts.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace roentgen::evaluation {
namespace {

constexpr double kReach = 0.4;
constexpr int kRounds = 20;
constexpr std::size_t kParts = 10;

std::vector<double> halves(int grades) {
  std::vector<double> cuts;
  for (int g = 1; g < grades; ++g) cuts.push_back(g - 0.5);
  return cuts;
}

int told(const std::vector<double>& cuts, double expected) {
  return static_cast<int>(std::ranges::upper_bound(cuts, expected) - cuts.begin());
}

double kappa_of(std::vector<GradedFilm>& films, const std::vector<double>& cuts) {
  for (GradedFilm& film : films) film.said = told(cuts, film.expected);
  return quadratic_kappa(films);
}

// One place between each two neighbouring expected grades: others tell the same.
std::vector<double> places_between(std::span<const GradedFilm> films) {
  std::set<double> expected;
  for (const GradedFilm& film : films) expected.insert(film.expected);
  std::vector<double> places;
  for (auto it = expected.begin(); it != expected.end() && std::next(it) != expected.end(); ++it)
    places.push_back((*it + *std::next(it)) / 2);
  return places;
}

// The best place of cut k while the others stay; the middle of those equally good.
double best_place(std::vector<GradedFilm>& films, std::vector<double> cuts, std::size_t k,
                  const std::vector<double>& places) {
  const double half = static_cast<double>(k) + 0.5;
  double best = kappa_of(films, cuts);
  std::vector<double> good{cuts[k]};
  for (const double place : places) {
    if (std::abs(place - half) > kReach || (k > 0 && place <= cuts[k - 1]) ||
        (k + 1 < cuts.size() && place >= cuts[k + 1]))
      continue;
    std::vector<double> tried = cuts;
    tried[k] = place;
    const double kappa = kappa_of(films, tried);
    if (kappa > best) {
      best = kappa;
      good.clear();
    }
    if (kappa == best) good.push_back(place);
  }
  return good[good.size() / 2];
}

}  // namespace

std::vector<double> best_cuts(std::span<const GradedFilm> films, int grades) {
  std::vector<GradedFilm> own(films.begin(), films.end());
  const auto places = places_between(films);
  std::vector<double> cuts = halves(grades);
  double best = kappa_of(own, cuts);
  for (int round = 0; round < kRounds; ++round) {
    for (std::size_t k = 0; k < cuts.size(); ++k) cuts[k] = best_place(own, cuts, k, places);
    const double kappa = kappa_of(own, cuts);
    if (!(kappa > best)) break;
    best = kappa;
  }
  return cuts;
}

GradeCuts choose_cuts(std::span<const GradedFilm> films, int grades) {
  std::vector<GradedFilm> held_out(films.begin(), films.end());
  GradeCuts chosen;
  chosen.kappa_rounded = kappa_of(held_out, halves(grades));
  std::set<std::string> names;
  for (const GradedFilm& film : films) names.insert(film.patient);
  const std::vector<std::string> patients(names.begin(), names.end());
  const auto part_of = [&](const GradedFilm& film) {
    return static_cast<std::size_t>(std::ranges::lower_bound(patients, film.patient) - patients.begin()) %
           kParts;
  };
  for (std::size_t part = 0; part < kParts; ++part) {
    std::vector<GradedFilm> others;
    for (const GradedFilm& film : films)
      if (part_of(film) != part) others.push_back(film);
    const auto cuts = best_cuts(others, grades);
    for (GradedFilm& film : held_out)
      if (part_of(film) == part) film.said = told(cuts, film.expected);
  }
  chosen.kappa_held_out = quadratic_kappa(held_out);
  if (chosen.kappa_held_out > chosen.kappa_rounded) chosen.cuts = best_cuts(films, grades);
  return chosen;
}

}  // namespace roentgen::evaluation
