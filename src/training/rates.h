// Who learns how fast, and when.
#pragma once

#include <torch/torch.h>

#include "training/recipe.h"

namespace roentgen::training {

// AdamW with a group for the head and for each stage of the backbone, weights apart from vectors (biases and
// batch norm are not decayed). set_rates() knows their order.
torch::optim::AdamW make_optimizer(const torch::nn::Module& module, const Recipe& recipe);

// `epochs_done`: with the part of the epoch under way. Head: learning_rate times the schedule. A stage of the
// backbone: that times backbone_rate times layer_decay for each stage behind it; 0 in the first
// frozen_epochs.
void set_rates(torch::optim::AdamW& optimizer, const Recipe& recipe, double epochs_done);

// cosine: linear warm-up, then half a cosine down to nothing. one_cycle: a cosine from 1/25 up over 30 % of
// the training, then a cosine down to nothing.
double schedule(const Recipe& recipe, double epochs_done);

}  // namespace roentgen::training
