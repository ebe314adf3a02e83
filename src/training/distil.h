// What several networks together know, taught to one (Hinton, Vinyals, Dean 2015): the student is served at
// the price of one network.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "training/networks.h"

namespace roentgen::training {

// The mean of the teachers' probabilities [N, L] float32 for input [N, 1, S, S]; without a gradient. Each
// teacher must be in evaluation mode.
torch::Tensor answer_of(const std::vector<Classifier>& teachers, const torch::Tensor& input);

// (1 - share) * truth + share * answer; a truth that is not known (-1) stays unknown: what the teachers say
// of a film that a label does not apply to means nothing.
torch::Tensor taught(const torch::Tensor& truth, const torch::Tensor& answer, double share);

}  // namespace roentgen::training
