// Two small networks that learn against each other: one makes radiographs of noise, one tells them from real
// ones.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "training/spectral.h"

namespace roentgen::training {

struct GeneratorArguments {
  int size = 64;    // of the picture: a multiple of 16
  int latent = 64;  // numbers that a picture is made of
  int width = 16;   // channels of the largest maps; eight times as many in the smallest
};

// [N, latent] of normal numbers to [N, 1, size, size] in -1…1. Doubles four times: nearest neighbour, 3×3
// convolution, batch normalisation, ReLU.
class GeneratorImpl : public torch::nn::Module {
 public:
  explicit GeneratorImpl(const GeneratorArguments& arguments);
  torch::Tensor forward(const torch::Tensor& latent);

  const GeneratorArguments arguments;
  torch::nn::Linear first{nullptr};
  torch::nn::BatchNorm2d first_norm{nullptr};
  std::vector<torch::nn::Conv2d> convs;
  std::vector<torch::nn::BatchNorm2d> norms;
  torch::nn::Conv2d last{nullptr};
};
TORCH_MODULE(Generator);

// [N, 1, size, size] to [N]: the higher, the more real. Halves four times (4×4 convolutions, spectrally
// normalised, leaky ReLU). It also sees how much the pictures of a batch differ (Karras et al., ICLR 2018),
// so that a generator of one picture is found out.
class DiscriminatorImpl : public torch::nn::Module {
 public:
  explicit DiscriminatorImpl(const GeneratorArguments& arguments);
  torch::Tensor forward(const torch::Tensor& pictures);

  std::vector<SpectralConv> convs;
  SpectralConv last{nullptr};
};
TORCH_MODULE(Discriminator);

}  // namespace roentgen::training
