#include "training/generator.h"

#include <algorithm>
#include <string>

namespace roentgen::training {
namespace {

constexpr int kDoublings = 4;
constexpr double kSlope = 0.2;  // of the leaky ReLU

torch::Tensor twice(const torch::Tensor& x) {
  return torch::upsample_nearest2d(x, {x.size(2) * 2, x.size(3) * 2});
}

// One more channel that holds one number everywhere: how much the pictures of the batch differ.
torch::Tensor with_variety(const torch::Tensor& x) {
  const torch::Tensor spread = (x.var(0, /*unbiased=*/false) + 1e-8).sqrt().mean();
  return torch::cat({x, spread.expand({x.size(0), 1, x.size(2), x.size(3)})}, 1);
}

}  // namespace

GeneratorImpl::GeneratorImpl(const GeneratorArguments& a) : arguments(a) {
  using torch::nn::BatchNorm2d, torch::nn::Conv2d, torch::nn::Conv2dOptions;
  const int smallest = a.size >> kDoublings;
  int channels = 8 * a.width;
  first = register_module("first", torch::nn::Linear(a.latent, channels * smallest * smallest));
  first_norm = register_module("first_norm", BatchNorm2d(channels));
  for (int step = 0; step < kDoublings; ++step) {
    const int out = std::max(a.width, channels / 2);
    const std::string name = std::to_string(step);
    convs.push_back(
        register_module("conv" + name, Conv2d(Conv2dOptions(channels, out, 3).padding(1).bias(false))));
    norms.push_back(register_module("norm" + name, BatchNorm2d(out)));
    channels = out;
  }
  last = register_module("last", Conv2d(Conv2dOptions(channels, 1, 3).padding(1)));
}

torch::Tensor GeneratorImpl::forward(const torch::Tensor& latent) {
  const int smallest = arguments.size >> kDoublings;
  torch::Tensor x = first(latent).view({latent.size(0), 8 * arguments.width, smallest, smallest});
  x = torch::relu(first_norm(x));
  for (std::size_t step = 0; step < convs.size(); ++step) x = torch::relu(norms[step](convs[step](twice(x))));
  return torch::tanh(last(x));
}

DiscriminatorImpl::DiscriminatorImpl(const GeneratorArguments& a) {
  int channels = 1;
  for (int step = 0; step < kDoublings; ++step) {
    const int out = a.width << step;
    convs.push_back(register_module("conv" + std::to_string(step), SpectralConv(channels, out, 4, 2, 1)));
    channels = out;
  }
  last = register_module("last", SpectralConv(channels + 1, 1, a.size >> kDoublings, 1, 0));
}

torch::Tensor DiscriminatorImpl::forward(const torch::Tensor& pictures) {
  torch::Tensor x = pictures;
  for (SpectralConv& conv : convs) x = torch::leaky_relu(conv(x), kSlope);
  return last(with_variety(x)).view({-1});
}

}  // namespace roentgen::training
