// How good is a prototype of few examples? Drawn many times, measured on films of patients it did not see.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "evaluation/prototype.h"
#include "model/card.h"

namespace roentgen::evaluation {

struct FewShotSpec {
  std::vector<int> shots{1, 2, 5, 10, 20};  // patients with the finding, one film each
  int negatives = 100;                      // patients without it, one film each
  int draws = 100;
  std::uint64_t seed = 1;
};

// Which films the examples are: `shots` patients with the finding and up to `negatives` without it, one film
// of each, drawn by seed and `draw`. Indices, ascending. A patient with both kinds of film counts as one with
// it. At least ten patients without it are left for measuring where there are twenty.
std::vector<std::size_t> draw_examples(std::span<const FeatureFilm> films, int shots, int negatives,
                                       std::uint64_t seed, int draw);

// Films of patients that none of the examples is of.
std::vector<std::size_t> films_of_others(std::span<const FeatureFilm> films,
                                         std::span<const std::size_t> examples);

struct ShotFigure {
  int shots = 0, draws = 0;
  double auc = 0;                   // mean over the draws
  double low = 0, high = 0;         // 2.5th and 97.5th percentile of the draws
  double worst = 0;                 // of the draws
  double films = 0, positives = 0;  // measured on, mean over the draws
};

// A point for each number of shots for which at least three patients with the finding are left to measure on.
std::vector<ShotFigure> few_shot_curve(std::span<const FeatureFilm> films, const FewShotSpec& spec);

}  // namespace roentgen::evaluation
