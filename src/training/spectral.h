// A convolution that cannot stretch what it is given: its weights divided by their largest singular value
// (Miyato et al., "Spectral normalization for generative adversarial networks", ICLR 2018).
#pragma once

#include <torch/torch.h>

namespace roentgen::training {

// One round of the power iteration on `weight`, [outputs, …] taken as a matrix of that many rows. `u`
// [outputs] is the estimate of the first left singular vector; it is moved on if `iterate`. The estimate of
// the largest singular value, a scalar with the gradient of the weights.
torch::Tensor largest_singular_value(const torch::Tensor& weight, torch::Tensor& u, bool iterate);

// Square kernels. Each forward while training is a round of the iteration.
class SpectralConvImpl : public torch::nn::Module {
 public:
  SpectralConvImpl(int in, int out, int kernel, int stride, int padding);
  torch::Tensor forward(const torch::Tensor& x);

  torch::Tensor weight, bias, u;
  const int stride, padding;
};
TORCH_MODULE(SpectralConv);

}  // namespace roentgen::training
