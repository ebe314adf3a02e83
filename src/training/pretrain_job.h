// The network, the loss and the figure of pretrain.h.
#pragma once

#include <torch/torch.h>

#include <memory>

#include "training/job.h"
#include "training/networks.h"

namespace roentgen::training {

// A classifier's trunk, and behind its pooled features the expander that the loss looks at and that is thrown
// away afterwards.
class PretrainedTrunkImpl : public ClassifierImpl {
 public:
  explicit PretrainedTrunkImpl(const NetworkArguments& arguments);
  torch::Tensor expand(const torch::Tensor& x);  // [N, kExpanded] float32

  static constexpr int kExpanded = 512;
  torch::nn::Sequential expander{nullptr};
};
TORCH_MODULE(PretrainedTrunk);

// Of the two views' answers [N, D], as in the paper's algorithm 1: 25 times their mean squared difference,
// 25 times what each number's standard deviation over the films lacks of 1, and the squares of the
// covariances of different numbers, over D. N >= 2.
torch::Tensor vicreg_loss(const torch::Tensor& first, const torch::Tensor& second);

// Figure: 1 / (1 + mean loss of the validation films). `films` must outlive the job.
Job pretrain_job(const Recipe& recipe, const TrainingFilms& films, std::shared_ptr<torch::nn::Module> trunk,
                 torch::Device device, bool bfloat16);

}  // namespace roentgen::training
