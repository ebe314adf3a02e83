#include "evaluation/site_cuts.h"

#include <algorithm>

#include "base/text.h"
#include "evaluation/grade_cuts.h"
#include "evaluation/ordinal.h"
#include "evaluation/truth.h"
#include "reading/classify.h"

namespace roentgen::evaluation {
namespace {

int grade_of(const model::Card& card, const std::vector<int>& truth) {
  int grade = 0;
  bool reached = true;
  for (const std::string& step : card.grading->steps) {
    const auto label = std::ranges::find(card.labels, step, &model::Label::name);
    const int known = truth[static_cast<std::size_t>(label - card.labels.begin())];
    if (known == kUnknown || (known == 1 && !reached)) return kNoGrade;
    reached = known == 1;
    grade += known;
  }
  return grade;
}

bool has_step_among(const model::Grading& grading, const std::vector<model::Label>& fitted) {
  return std::ranges::any_of(fitted, [&](const model::Label& label) {
    return std::ranges::find(grading.steps, label.name) != grading.steps.end();
  });
}

// Without a patient a film stands for itself, as where the labels are fitted.
std::vector<GradedFilm> known_grades(const model::Card& card, const std::vector<ClassifiedFilm>& films) {
  std::vector<GradedFilm> graded;
  for (std::size_t i = 0; i < films.size(); ++i) {
    const std::string& patient = films[i].facts.patient;
    if (films[i].grade != kNoGrade)
      graded.push_back(graded_film(card, films[i].probabilities, films[i].grade,
                                   patient.empty() ? "#" + std::to_string(i) : patient));
  }
  return graded;
}

}  // namespace

std::vector<ClassifiedFilm> graded_site_films(const model::Card& card, const std::vector<Observed>& films) {
  std::vector<ClassifiedFilm> graded;
  if (!card.grading) return graded;
  for (const Observed& film : films) {
    ClassifiedFilm one;
    one.facts.patient = film.facts.patient;
    for (std::size_t k = 0; k < card.labels.size(); ++k)
      one.probabilities.push_back(reading::calibrated(film.logits[k], card.labels[k].calibration));
    one.grade = grade_of(card, film.truth);
    graded.push_back(std::move(one));
  }
  return graded;
}

SiteCuts site_cuts(model::Card card, const std::vector<model::Label>& fitted,
                   const std::vector<Observed>& films, int least, const std::string& where) {
  SiteCuts found;
  if (!card.grading || !has_step_among(*card.grading, fitted)) return found;
  const bool had = !card.grading->cuts.empty();
  model::take_fitted(card, fitted);
  const auto graded = known_grades(card, graded_site_films(card, films));
  const std::string n = std::to_string(graded.size());
  const std::string rounded =
      had ? ": the package's cuts belong to its own probabilities, so the expected grade is rounded"
          : ": the expected grade is rounded";
  if (graded.size() < static_cast<std::size_t>(least)) {
    found.remark = "no cuts for " + card.grading->name + " (" + n + " films tell the grade; " +
                   std::to_string(least) + " are needed)" + rounded;
    return found;
  }
  const GradeCuts chosen = choose_cuts(graded, static_cast<int>(card.grading->grades.size()));
  if (chosen.cuts.empty()) {
    found.remark = "no cuts for " + card.grading->name + " (of " + n +
                   " films, none chosen on other patients do better than rounding)" + rounded;
    return found;
  }
  found.cuts.assign(chosen.cuts.begin(), chosen.cuts.end());
  found.origin = "largest quadratic kappa on " + where + ", n = " + n +
                 "; on tenths of the patients that the cuts were not chosen on kappa " +
                 base::fixed(chosen.kappa_held_out, 3) + ", rounded " + base::fixed(chosen.kappa_rounded, 3);
  return found;
}

}  // namespace roentgen::evaluation
