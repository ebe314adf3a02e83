// The loss of a classifier: binary cross-entropy of each label, unknown truths left out.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "training/films.h"
#include "training/recipe.h"

namespace roentgen::training {

struct LabelWeights {
  torch::Tensor known;     // [L]: rarely known labels count as much as the others, up to a bound
  torch::Tensor positive;  // [L]: weight of positives against negatives
};

// From the training films: positives weigh by the square root of the imbalance, or, with a balance_beta, by
// the ratio of the effective numbers of negatives and positives. Between 0.5 and 4.
LabelWeights label_weights(const std::vector<TrainingFilm>& films, std::size_t labels, const LossSpec& spec);

// logits, truth: [N, L]; a truth is 0 … 1 (between: uncertain, or two films mixed) or -1 for unknown.
// The weighted mean, a scalar.
torch::Tensor label_loss(const torch::Tensor& logits, const torch::Tensor& truth, const LabelWeights& weights,
                         const LossSpec& spec);

}  // namespace roentgen::training
