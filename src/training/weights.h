// A copy of everything a module has learned (parameters and batch-norm statistics), in the module's own
// order.
#pragma once

#include <torch/torch.h>

#include <vector>

namespace roentgen::training {

using Weights = std::vector<torch::Tensor>;

Weights weights_of(const torch::nn::Module& module);  // deep copy
void put_weights(torch::nn::Module& module, const Weights& weights);
// average = decay * average + (1 - decay) * now; whole numbers are copied.
void move_average(Weights& average, const torch::nn::Module& now, double decay);

}  // namespace roentgen::training
