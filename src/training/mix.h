// Two films made one, pairwise within a batch.
#pragma once

#include <torch/torch.h>

#include "base/random.h"
#include "training/recipe.h"

namespace roentgen::training {

// input [N, 1, S, S] and truth [N, L] (-1: unknown) change together: each film is mixed with another of the
// batch, by mixup or, if both are asked for, by one of the two at even chance. A label that either film does
// not know is unknown after it.
void mix_batch(torch::Tensor& input, torch::Tensor& truth, const MixSpec& spec, base::Random random);

// A draw from Beta(a, a), a > 0 (Johnk 1964 for a <= 1, else by gamma draws of Marsaglia and Tsang 2000).
double draw_beta(double a, base::Random& random);

}  // namespace roentgen::training
