// Where the score map of a detector or a landmark finder has its tops.
#pragma once

#include <cstddef>
#include <vector>

#include "model/engine.h"

namespace roentgen::reading {

struct Peak {
  int channel = 0;
  int row = 0, column = 0;  // cells
  double score = 0;         // 1 / (1 + exp(-logit))
};

// Cells of a map [1, channels, rows, columns] of logits that none of their eight neighbours exceeds (of equal
// neighbours the first in reading order), with at least this score; the strongest `most` of them, strongest
// first. (Zhou et al., "Objects as Points", 2019: the peaks stand in for a suppression of double boxes.)
std::vector<Peak> peaks_of(const model::Output& scores, double least_score, std::size_t most);

}  // namespace roentgen::reading
