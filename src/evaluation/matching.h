// Found boxes held against true ones, and the figures that come of it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "reading/found_boxes.h"

namespace roentgen::evaluation {

// One film: what was found and what is there, in the same coordinates. The score of a true box has no
// meaning.
struct BoxedFilm {
  std::string patient;  // "" is a patient of its own
  std::vector<reading::FoundBox> found;
  std::vector<reading::FoundBox> truth;
};

inline constexpr int kMiss = -1;

struct Judged {
  double score = 0;
  std::uint32_t film = 0;
  int hit = kMiss;  // which true box of the film, or none
};

struct Matches {
  std::vector<Judged> judged;  // strongest first; of equal scores the earlier film first
  std::vector<std::vector<reading::FoundBox>> truth;  // of the label, per film
};

// As COCO's evaluation: within each film the strongest box first takes the free true box of its label that it
// overlaps most, if by at least `least_overlap`; at most 100 boxes of a film count.
Matches match(std::span<const BoxedFilm> films, int label, double least_overlap);

// Average precision as COCO computes it: precision made falling, its mean at the recalls 0, 0.01 … 1. NaN
// without a true box. `times`: how often each film counts (bootstrap); empty: once.
double average_precision(const Matches& matches, std::span<const std::uint32_t> times = {});

// Free-response ROC: the share of true boxes that are hit at the lowest score that lets at most
// `false_per_film` false boxes through, on average over all films. `counts` chooses the true boxes that are
// counted ([film][box]; empty: all). NaN without any.
using Chosen = std::vector<std::vector<bool>>;
double froc_sensitivity(const Matches& matches, double false_per_film, const Chosen& counts = {},
                        std::span<const std::uint32_t> times = {});

// At a fixed score: the share of true boxes hit, and false boxes per film.
struct AtScore {
  double sensitivity = 0, false_per_film = 0, precision = 0;
};
AtScore at_score(const Matches& matches, double score, std::span<const std::uint32_t> times = {});

// The score with the largest F1 = 2 hits / (found + true boxes); of equals the highest. NaN without a hit.
double best_f1_score(const Matches& matches);

}  // namespace roentgen::evaluation
