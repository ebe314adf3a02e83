// Films that show the same picture on both sides of a split: what is measured there was seen in training.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "hygiene/copies.h"

namespace roentgen::training {

struct SplitFilm {
  hygiene::Print print;
  std::string split;  // train, val, test
  std::string name;   // "set/file", for the message
};

// The films (ascending) that must go so that no picture stands in two splits: of a training and another film
// the training film, of a validation and a test film the validation film. `usage` naming the first pair and
// their number unless `drop`; `cancelled` if interrupted.
base::Result<std::vector<std::size_t>> films_on_both_sides(std::span<const SplitFilm> films, bool drop,
                                                           int threads);

}  // namespace roentgen::training
