// One network from several trainings of the same recipe: the average of their weights.
#pragma once

#include <cstdint>
#include <vector>

#include "training/job.h"
#include "training/weights.h"

namespace roentgen::training {

struct Candidate {
  std::uint64_t seed = 0;
  double figure = 0;  // on validation films
  Weights weights;
};

struct Soup {
  std::vector<std::uint64_t> seeds;  // those that went in
  double figure = 0;
  Weights weights;
};

// Greedy soup (Wortsman et al., ICML 2022): best candidate first; each next one joins the average if the
// figure on the validation films does not fall. Works because all started from the same backbone. Leaves the
// result in the module.
Soup greedy_soup(Job& job, std::vector<Candidate> candidates);

}  // namespace roentgen::training
