// One label with what may tell it, film by film: what the shortcut checks work on. Inside this room only.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "base/text.h"
#include "evaluation/controls.h"
#include "hygiene/check.h"

namespace roentgen::hygiene {

// From these on a shortcut is told: an AUC of 0.65 whose 95 % interval stays above 0.6. Chosen so that a
// clean set of a few hundred films shows none (see hygiene_test), and that the known ones of public sets are
// told.
inline constexpr double kLeastAuc = 0.65;
inline constexpr double kSureAuc = 0.6;
inline constexpr double kAlmostSure = 0.95;  // as good as the label itself
inline constexpr std::size_t kLeastOfAClass = 15;

struct Rows {
  std::vector<FilmAt> films;
  std::vector<int> truth;
  std::vector<std::string> patients;
  std::size_t positives = 0;

  void add(const Material& material, const FilmAt& at, int value) {
    films.push_back(at);
    truth.push_back(value);
    const auto& patient = material.film(at).patient;
    patients.push_back(patient.empty() ? "" : std::to_string(at.set) + "/" + patient);
    positives += value == 1 ? 1 : 0;
  }
  bool enough() const { return positives >= kLeastOfAClass && films.size() - positives >= kLeastOfAClass; }
};

inline bool is_label(const Column& column) {
  return column.kind == ColumnKind::label || column.kind == ColumnKind::normal;
}

// The films whose label is known, of those that `keep` keeps.
template <class Keep>
Rows rows_of(const Material& material, std::size_t set, const Column& label, const Keep& keep) {
  Rows rows;
  for (std::size_t f = 0; f < label.truth.size(); ++f)
    if (label.truth[f] != kUnknown && keep(f)) rows.add(material, {set, f}, label.truth[f]);
  return rows;
}

inline std::vector<evaluation::Scored> scored(const Rows& rows, const std::vector<double>& scores) {
  std::vector<evaluation::Scored> films;
  for (std::size_t i = 0; i < rows.films.size(); ++i)
    films.push_back({.score = scores[i], .truth = rows.truth[i], .patient = rows.patients[i]});
  return films;
}

// Direction-free, as evaluation::control_auc(); the interval only where the value is worth one.
inline evaluation::Estimate number_auc(const Rows& rows, const std::vector<double>& scores) {
  auto films = scored(rows, scores);
  const double value = evaluation::auc(films);
  constexpr int kSamples = 1000;
  return evaluation::control_auc(std::move(films), std::max(value, 1 - value) >= kLeastAuc ? kSamples : 0, 1);
}

// Whether it is told when so many questions are asked at once: the more, the wider the interval that must lie
// above kSureAuc (Bonferroni, on the distance from the value to the lower end).
inline bool tells(double value, double lower, std::size_t questions) {
  const double p = 0.025 / static_cast<double>(std::max<std::size_t>(questions, 1));
  double low = 1.9, high = 9;  // the normal distribution's quantile, by halving
  for (int step = 0; step < 40; ++step) {
    const double middle = (low + high) / 2;
    (0.5 * std::erfc(middle / std::sqrt(2.0)) > p ? low : high) = middle;
  }
  return value >= kLeastAuc && value - (value - lower) * low / 1.959964 > kSureAuc;
}
inline bool tells(const evaluation::Estimate& estimate, std::size_t questions) {
  return tells(estimate.value, estimate.ci95[0], questions);
}

inline std::string written(const evaluation::Estimate& estimate) {
  return base::fixed(estimate.value, 2) + " [" + base::fixed(estimate.ci95[0], 2) + ", " +
         base::fixed(estimate.ci95[1], 2) + "]";
}

}  // namespace roentgen::hygiene
