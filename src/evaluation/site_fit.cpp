#include "evaluation/site_fit.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/text.h"
#include "evaluation/ordinal.h"
#include "evaluation/site_cuts.h"
#include "evaluation/truth.h"
#include "evaluation/truth_remarks.h"
#include "reading/classify.h"

namespace roentgen::evaluation {
namespace {

constexpr int kParts = 5;

using Films = std::vector<Scored>;

Films logits_of(const std::vector<Observed>& films, std::size_t label) {
  Films known;
  for (const Observed& film : films)
    if (film.truth[label] != kUnknown)
      known.push_back({film.logits[label], film.truth[label], film.facts.patient});
  return known;
}

Films probabilities_of(Films films, const model::Calibration& calibration) {
  for (Scored& film : films) film.score = reading::calibrated(film.score, calibration);
  return films;
}

std::size_t count_of(const Films& films, int truth) {
  return static_cast<std::size_t>(std::ranges::count(films, truth, &Scored::truth));
}

model::Metric row(const std::string& metric, const std::string& label, const Films& films, double value,
                  const std::array<double, 2>& ci95) {
  return {metric, label, "all", static_cast<int>(films.size()), static_cast<int>(count_of(films, 1)),
          value,  ci95};
}

void add(std::vector<model::Metric>& rows, model::Metric one) {
  if (!std::isnan(one.value) && !std::isnan(one.ci95[0])) rows.push_back(std::move(one));
}

// The part of `films` for which `right` holds, as a row.
template <class Right>
void add_part(std::vector<model::Metric>& rows, const std::string& metric, const std::string& label,
              const Films& films, const Right& right) {
  std::vector<double> values;
  std::vector<std::string> patients;
  double sum = 0;
  for (const Scored& film : films) {
    values.push_back(right(film) ? 1 : 0);
    sum += values.back();
    patients.push_back(film.patient);
  }
  if (films.empty()) return;
  add(rows, row(metric, label, films, sum / static_cast<double>(films.size()),
                patient_bootstrap_mean(values, patients)));
}

void add_calibration(std::vector<model::Metric>& rows, const std::string& label, const Films& films) {
  add(rows, row("ece", label, films, expected_calibration_error(films), calibration_error_interval(films)));
  add(rows, row("brier", label, films, brier(films), brier_interval(films)));
}

Films with(const Films& films, int truth) {
  Films some;
  std::ranges::copy_if(films, std::back_inserter(some),
                       [&](const Scored& film) { return film.truth == truth; });
  return some;
}

model::Label fit_label(const model::Label& label, const Films& films, Curve curve, const SiteRules& rules,
                       const std::string& where) {
  model::Label local;
  local.name = label.name;
  local.calibration = fit_curve(curve, films);
  local.calibration.fitted_on = where + ", " + word(curve);
  const Films calibrated = probabilities_of(films, local.calibration);
  local.operating_points = operating_points(calibrated, rules.points, where);
  local.threshold = threshold_for_specificity(calibrated, rules.decide_specificity);
  local.threshold_origin = "lowest with specificity " + base::fixed(rules.decide_specificity, 3) +
                           " or more on " + where + " (n = " + std::to_string(films.size()) + ", " +
                           std::to_string(count_of(films, 1)) + " positive): sensitivity " +
                           base::fixed(sensitivity(calibrated, local.threshold), 2) + ", specificity " +
                           base::fixed(specificity(calibrated, local.threshold), 2) + " there";
  if (rules.coverage > 0) local.abstention = abstention(calibrated, rules.coverage, where);
  return local;
}

// Fitted on four parts, told on the fifth; a film's score becomes its probability less the threshold, so that
// thresholds of five fits are one.
void held_out_figures(const model::Label& label, const Films& films, Curve curve, const SiteRules& rules,
                      std::vector<model::Metric>& rows) {
  Films probabilities;
  std::map<std::string, Films> shifted;
  for (int part = 0; part < kParts; ++part) {
    Films fit, held;
    for (std::size_t i = 0; i < films.size(); ++i)
      (part_of(films[i].patient, i, kParts) == part ? held : fit).push_back(films[i]);
    if (count_of(fit, 1) == 0 || count_of(fit, 0) == 0) continue;
    SiteRules plain = rules;
    plain.coverage = 0;
    const model::Label local = fit_label(label, fit, curve, plain, "");
    for (const Scored& film : probabilities_of(held, local.calibration)) {
      probabilities.push_back(film);
      for (const auto& point : local.operating_points)
        shifted[point.name].push_back({film.score - point.threshold, film.truth, film.patient});
    }
  }
  add_calibration(rows, label.name, probabilities);
  for (const auto& [name, some] : shifted) {
    add(rows,
        row(name + ".sensitivity", label.name, some, sensitivity(some, 0), sensitivity_interval(some, 0)));
    add(rows,
        row(name + ".specificity", label.name, some, specificity(some, 0), specificity_interval(some, 0)));
  }
}

void abstention_figures(const model::Label& label, const Films& films, std::vector<model::Metric>& rows) {
  const model::Abstention& limits = *label.abstention;
  add_part(rows, "coverage.present", label.name, with(films, 1),
           [&](const Scored& film) { return film.score >= limits.present_from; });
  add_part(rows, "coverage.absent", label.name, with(films, 0),
           [&](const Scored& film) { return film.score <= limits.absent_up_to; });
  add_part(rows, "abstained", label.name, films, [&](const Scored& film) {
    return reading::answer(film.score, limits) == reading::Answer::uncertain;
  });
  Films answered;
  std::ranges::copy_if(films, std::back_inserter(answered), [&](const Scored& film) {
    return reading::answer(film.score, limits) != reading::Answer::uncertain;
  });
  add_part(rows, "answered_right", label.name, answered, [&](const Scored& film) {
    return (reading::answer(film.score, limits) == reading::Answer::present) == (film.truth == 1);
  });
}

}  // namespace

base::Result<std::vector<Observed>> observe(const model::Engine& engine, const dataset::PictureTable& set,
                                            const RunOptions& options, std::vector<base::Error>& failures) {
  const model::Card& card = engine.card();
  std::vector<Observed> all(set.table.films.size());
  std::vector<std::size_t> wanted;
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].facts = facts_of(set.table.films[i]);
    for (const auto& label : card.labels) all[i].truth.push_back(truth_of(label, set.table.films[i]));
    if (std::ranges::any_of(all[i].truth, [](int truth) { return truth != kUnknown; })) wanted.push_back(i);
  }
  if (wanted.empty()) return base::fail(base::ErrorCode::unusable_input, no_truth(card), set.table.name);
  RunOptions run = options;
  run.outputs = {"logits", "features"};
  auto failed = run_films(
      engine, set, wanted, run,
      [&](std::size_t film, const FilmInput&, std::span<const model::Output> outputs) -> base::Result<void> {
        all[film].logits.assign(outputs[0].values.begin(), outputs[0].values.end());
        if (card.reference)
          all[film].distance = reading::feature_distance(outputs[1].values, *card.reference);
        return {};
      });
  if (!failed) return std::unexpected(failed.error());
  failures = std::move(*failed);
  std::erase_if(all, [](const Observed& film) { return film.logits.empty(); });
  return all;
}

base::Result<SiteFit> fit_site(const model::Card& card, const std::vector<Observed>& films,
                               const SiteRules& rules, const std::string& where) {
  SiteFit fit;
  for (std::size_t k = 0; k < card.labels.size(); ++k) {
    const model::Label& label = card.labels[k];
    const Films known = logits_of(films, k);
    const std::size_t positives = count_of(known, 1), negatives = count_of(known, 0);
    if (std::min(positives, negatives) < static_cast<std::size_t>(rules.least)) {
      fit.remarks.push_back("not fitted: " + label.name + " (" + std::to_string(positives) +
                            " films with it and " + std::to_string(negatives) + " without; " +
                            std::to_string(rules.least) +
                            " of each are needed): it keeps what the package says");
      continue;
    }
    const Curve curve = rules.curve.value_or(choose_curve(known));
    fit.labels.push_back(fit_label(label, known, curve, rules, where));
    if (rules.coverage > 0 && !fit.labels.back().abstention)
      fit.remarks.push_back("no abstention for " + label.name + ": too few films for a coverage of " +
                            base::fixed(rules.coverage, 2));
    held_out_figures(label, known, curve, rules, fit.held_out);
  }
  if (fit.labels.empty())
    return base::fail(base::ErrorCode::unusable_input,
                      "No label has " + std::to_string(rules.least) +
                          " films with it and as many without: nothing can be fitted.");
  SiteCuts grades = site_cuts(card, fit.labels, films, rules.least, where);
  fit.cuts = std::move(grades.cuts);
  fit.cuts_origin = std::move(grades.origin);
  if (!grades.remark.empty()) fit.remarks.push_back(std::move(grades.remark));
  // A film's label and its boxes are outputs of their own: nothing here says which boxes are right.
  if (card.task == model::Task::detection && card.places)
    fit.remarks.push_back("not fitted: the places; a box is shown from the package's own score of " +
                          base::fixed(card.places->threshold, 3) + " on, if the film's label is present");
  return fit;
}

std::vector<model::Metric> site_figures(const model::Card& card, const std::vector<Observed>& films) {
  std::vector<model::Metric> rows;
  for (std::size_t k = 0; k < card.labels.size(); ++k) {
    const model::Label& label = card.labels[k];
    const Films known = probabilities_of(logits_of(films, k), label.calibration);
    if (known.empty()) continue;
    add_calibration(rows, label.name, known);
    for (const auto& point : label.operating_points) {
      add(rows, row(point.name + ".sensitivity", label.name, known, sensitivity(known, point.threshold),
                    sensitivity_interval(known, point.threshold)));
      add(rows, row(point.name + ".specificity", label.name, known, specificity(known, point.threshold),
                    specificity_interval(known, point.threshold)));
    }
    if (label.abstention) abstention_figures(label, known, rows);
  }
  std::ranges::move(grading_metrics(card, graded_site_films(card, films), {}), std::back_inserter(rows));
  Films far;
  for (const Observed& film : films)
    if (film.distance) far.push_back({*film.distance, 0, film.facts.patient});
  if (card.reference)
    add_part(rows, "far_from_training", "film", far,
             [&](const Scored& film) { return film.score > card.reference->largest_distance; });
  return rows;
}

}  // namespace roentgen::evaluation
