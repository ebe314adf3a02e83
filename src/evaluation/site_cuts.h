// Where a site's own films cut the expected grade. Inside this room only.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "evaluation/classification.h"
#include "evaluation/site_fit.h"

namespace roentgen::evaluation {

// The grade that a film's truths for the grading's steps tell (how many of them are reached), its
// probabilities as the card calibrates them; kNoGrade where a step is unknown, or is reached and a lower one
// is not. Of the facts only the patient: the films of a site are one group.
std::vector<ClassifiedFilm> graded_site_films(const model::Card& card, const std::vector<Observed>& films);

struct SiteCuts {
  std::vector<float> cuts;  // see model::Site; empty: the expected grade is rounded, or nothing changed
  std::string origin;
  std::string remark;  // why there are none; empty where there is nothing to say
};

// Chosen under the probabilities of the labels fitted here. Nothing for a card without a grading, or if none
// of its steps was fitted: the package's cuts then still stand on the package's probabilities.
SiteCuts site_cuts(model::Card card, const std::vector<model::Label>& fitted,
                   const std::vector<Observed>& films, int least, const std::string& where);

}  // namespace roentgen::evaluation
