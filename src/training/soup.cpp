#include "training/soup.h"

#include <algorithm>

namespace roentgen::training {
namespace {

// The mean of `members` averaged weights and one more.
Weights with_one_more(const Weights& average, const Weights& next, std::size_t members) {
  Weights mean;
  const double part = 1.0 / static_cast<double>(members + 1);
  for (std::size_t i = 0; i < average.size(); ++i)
    mean.push_back(average[i].is_floating_point() ? average[i] * (1 - part) + next[i] * part
                                                  : average[i].clone());
  return mean;
}

}  // namespace

Soup greedy_soup(Job& job, std::vector<Candidate> candidates) {
  std::ranges::stable_sort(candidates, std::ranges::greater{}, &Candidate::figure);
  Soup soup{{candidates.front().seed}, candidates.front().figure, candidates.front().weights};
  for (std::size_t c = 1; c < candidates.size(); ++c) {
    const torch::NoGradGuard guard;
    Weights tried = with_one_more(soup.weights, candidates[c].weights, soup.seeds.size());
    put_weights(*job.module, tried);
    const double figure = job.validate();
    if (figure < soup.figure) continue;
    soup.weights = std::move(tried);
    soup.figure = figure;
    soup.seeds.push_back(candidates[c].seed);
  }
  put_weights(*job.module, soup.weights);
  job.module->eval();
  return soup;
}

}  // namespace roentgen::training
