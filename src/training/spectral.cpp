#include "training/spectral.h"

namespace roentgen::training {
namespace {

constexpr double kLeast = 1e-12;

torch::Tensor unit(const torch::Tensor& vector) {
  return vector / vector.norm().clamp_min(kLeast);
}

}  // namespace

torch::Tensor largest_singular_value(const torch::Tensor& weight, torch::Tensor& u, bool iterate) {
  const torch::Tensor matrix = weight.flatten(1);
  torch::Tensor v;
  {
    const torch::NoGradGuard guard;
    v = unit(matrix.t().mv(u));
    if (iterate) u.copy_(unit(matrix.mv(v)));
  }
  // The gradient keeps its own copy: the next round changes u in place.
  return torch::dot(u.clone(), matrix.mv(v));
}

SpectralConvImpl::SpectralConvImpl(int in, int out, int kernel, int stride_, int padding_)
    : stride(stride_), padding(padding_) {
  weight = register_parameter("weight", torch::empty({out, in, kernel, kernel}));
  torch::nn::init::orthogonal_(weight);
  bias = register_parameter("bias", torch::zeros({out}));
  u = register_buffer("u", unit(torch::randn({out})));
}

torch::Tensor SpectralConvImpl::forward(const torch::Tensor& x) {
  return torch::conv2d(x, weight / largest_singular_value(weight, u, is_training()), bias, stride, padding);
}

}  // namespace roentgen::training
