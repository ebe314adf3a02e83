#include "training/weights.h"

namespace roentgen::training {
namespace {

std::vector<torch::Tensor> references(const torch::nn::Module& module) {
  std::vector<torch::Tensor> all = module.parameters();
  for (const torch::Tensor& buffer : module.buffers()) all.push_back(buffer);
  return all;
}

}  // namespace

Weights weights_of(const torch::nn::Module& module) {
  Weights copy;
  for (const torch::Tensor& tensor : references(module)) copy.push_back(tensor.detach().clone());
  return copy;
}

void put_weights(torch::nn::Module& module, const Weights& weights) {
  const torch::NoGradGuard guard;
  std::vector<torch::Tensor> all = references(module);
  TORCH_CHECK(all.size() == weights.size(), "these weights belong to another network");
  for (std::size_t i = 0; i < all.size(); ++i) all[i].copy_(weights[i]);
}

void move_average(Weights& average, const torch::nn::Module& now, double decay) {
  const torch::NoGradGuard guard;
  const std::vector<torch::Tensor> all = references(now);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].is_floating_point())
      average[i].mul_(decay).add_(all[i].detach(), 1 - decay);
    else
      average[i].copy_(all[i]);
  }
}

}  // namespace roentgen::training
