// Which training films an epoch sees, and in which order.
#pragma once

#include <cstddef>
#include <vector>

#include "training/films.h"
#include "training/recipe.h"

namespace roentgen::training {

// Shuffled by seed and epoch; sets with `per_epoch` give that many. With a balance_label the films of a set
// are drawn so that each source x value of that label (1, 0, unknown) that the set has comes equally often:
// within a kind each film once before any comes twice.
std::vector<std::size_t> epoch_order(const Recipe& recipe, const std::vector<TrainingFilm>& films, int epoch);

}  // namespace roentgen::training
