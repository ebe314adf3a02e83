#include "training/spectral.h"

#include <gtest/gtest.h>

namespace roentgen::training {
namespace {

double by_svd(const torch::Tensor& weight) {
  return torch::linalg_svdvals(weight.detach().flatten(1)).max().item<double>();
}

TEST(Spectral, TheIterationFindsWhatTheSingularValueDecompositionSays) {
  torch::manual_seed(3);
  for (const auto& shape : {std::vector<std::int64_t>{16, 8, 4, 4}, {1, 65, 4, 4}, {5, 3, 1, 1}}) {
    const torch::Tensor weight = torch::randn(shape);
    torch::Tensor u = torch::randn({shape[0]});
    for (int round = 0; round < 300; ++round) largest_singular_value(weight, u, true);
    EXPECT_NEAR(largest_singular_value(weight, u, false).item<double>(), by_svd(weight),
                1e-3 * by_svd(weight));
  }
}

TEST(Spectral, AConvolutionStretchesByOneAtMost) {
  torch::manual_seed(4);
  SpectralConv conv(3, 6, 3, 1, 1);
  {
    const torch::NoGradGuard guard;
    conv->weight.mul_(7);  // whatever its weights are
  }
  const torch::Tensor x = torch::randn({1, 3, 8, 8});
  for (int round = 0; round < 300; ++round) conv(x);
  conv->eval();
  const torch::Tensor before = conv->u.clone();
  const torch::Tensor y = conv(x);
  EXPECT_TRUE(torch::equal(before, conv->u));  // only training moves it
  const torch::Tensor expected = torch::conv2d(x, conv->weight / by_svd(conv->weight), conv->bias, 1, 1);
  EXPECT_TRUE(torch::allclose(y, expected, 1e-3, 1e-4));
}

// d(sigma)/dW = u v^T: pulling the weights along it changes sigma as the decomposition says.
TEST(Spectral, TheGradientPassesThroughTheNorm) {
  torch::manual_seed(5);
  const torch::Tensor weight = torch::randn({6, 4, 2, 2}).requires_grad_();
  torch::Tensor u = torch::randn({6});
  for (int round = 0; round < 500; ++round) largest_singular_value(weight.detach(), u, true);
  largest_singular_value(weight, u, false).backward();
  const auto [left, values, right] = torch::linalg_svd(weight.detach().flatten(1), false);
  const torch::Tensor expected = torch::outer(left.select(1, 0), right[0]).view_as(weight);
  EXPECT_TRUE(torch::allclose(weight.grad(), expected, 1e-2, 1e-3));
}

}  // namespace
}  // namespace roentgen::training
