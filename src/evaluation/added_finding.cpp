#include "evaluation/added_finding.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "evaluation/curves.h"
#include "evaluation/operating_points.h"
#include "reading/classify.h"

namespace roentgen::evaluation {
namespace {

constexpr std::size_t kLeastWith = 2, kLeastWithout = 10;  // patients
constexpr double kSpecificity = 0.9;

std::size_t patients_of(std::span<const FeatureFilm> films, int truth) {
  std::set<std::string> known;
  std::size_t strays = 0;
  for (const FeatureFilm& film : films) {
    if (film.truth != truth) continue;
    if (film.patient.empty())
      ++strays;
    else
      known.insert(film.patient);
  }
  return known.size() + strays;
}

std::size_t count_of(std::span<const FeatureFilm> films, int truth) {
  return static_cast<std::size_t>(std::ranges::count(films, truth, &FeatureFilm::truth));
}

std::string examples_in_words(std::span<const FeatureFilm> examples) {
  return std::to_string(count_of(examples, 1)) + " films with it and " +
         std::to_string(count_of(examples, 0)) + " without";
}

}  // namespace

base::Result<AddedFinding> added_finding(model::Label label, std::span<const FeatureFilm> examples,
                                         const std::string& where) {
  if (patients_of(examples, 1) < kLeastWith || patients_of(examples, 0) < kLeastWithout)
    return base::fail(base::ErrorCode::usage,
                      "a prototype needs films of at least 2 patients with the finding and of at least 10 "
                      "without it; there are " +
                          std::to_string(patients_of(examples, 1)) + " and " +
                          std::to_string(patients_of(examples, 0)));
  AddedFinding added{std::move(label), prototype_of(examples), 0};
  auto scored = left_out_logits(examples);
  added.left_out_auc = auc(scored);
  const std::string made = examples_in_words(examples) + ", " + where + ", each judged by the others";
  added.label.title += " (prototype of " + std::to_string(count_of(examples, 1)) + " examples)";
  added.label.calibration = fit_curve(Curve::platt, scored);
  added.label.calibration.fitted_on = "its own examples: " + made;
  added.label.calibration.n = static_cast<int>(examples.size());
  added.label.calibration.positives = static_cast<int>(count_of(examples, 1));
  for (Scored& film : scored) film.score = reading::calibrated(film.score, added.label.calibration);
  added.label.threshold = threshold_for_specificity(scored, kSpecificity);
  added.label.threshold_origin = "lowest with specificity 0.90 or more on " + made + ": sensitivity " +
                                 base::fixed(sensitivity(scored, added.label.threshold), 2) +
                                 ", specificity " +
                                 base::fixed(specificity(scored, added.label.threshold), 2) + " there";
  return added;
}

std::vector<model::Metric> figures_of(const AddedFinding& finding, std::span<const FeatureFilm> films) {
  std::vector<Scored> scored;
  for (const FeatureFilm& film : films)
    scored.push_back({reading::calibrated(logit_of(finding.linear, film.features), finding.label.calibration),
                      film.truth, film.patient});
  const int n = static_cast<int>(films.size()), positives = static_cast<int>(count_of(films, 1));
  if (positives == 0 || positives == n) return {};
  const double at = finding.label.threshold;
  const std::string& name = finding.label.name;
  return {
      {"auc", name, "all", n, positives, auc(scored), auc_interval(scored)},
      {"sensitivity", name, "all", n, positives, sensitivity(scored, at), sensitivity_interval(scored, at)},
      {"specificity", name, "all", n, positives, specificity(scored, at), specificity_interval(scored, at)}};
}

std::string limit_of(const AddedFinding& finding, std::span<const FeatureFilm> examples,
                     std::span<const model::Metric> measured, const std::string& where) {
  std::string text = finding.label.name + " was not learned: it is a prototype of few examples (" +
                     examples_in_words(examples) + ", " + where + ") in the features of this network. ";
  if (measured.empty())
    return text + "It was measured on no other films; its examples, each judged by the others, gave AUC " +
           base::fixed(finding.left_out_auc, 2) + ".";
  const model::Metric& area = measured.front();
  return text + "On " + std::to_string(area.n) + " films of other patients (" +
         std::to_string(area.positives) + " with it) its AUC is " + base::fixed(area.value, 2) +
         " (95 % interval " + base::fixed(area.ci95[0], 2) + " to " + base::fixed(area.ci95[1], 2) + ").";
}

}  // namespace roentgen::evaluation
