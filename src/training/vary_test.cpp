#include "training/vary.h"

#include <gtest/gtest.h>

namespace roentgen::training {
namespace {

TEST(Vary, ChangesEachPictureOnItsOwnAndTheSameWayForTheSameKey) {
  torch::manual_seed(1);
  const torch::Tensor one = torch::rand({1, 1, 32, 32});
  const torch::Tensor twice = torch::cat({one, one});
  base::Random first{1, 2}, again{1, 2};
  const torch::Tensor a = vary(twice, first), b = vary(twice, again);
  EXPECT_TRUE(torch::equal(a, b));
  EXPECT_FALSE(torch::equal(a[0], a[1]));
  EXPECT_EQ(a.sizes(), twice.sizes());
}

// A picture of one value v becomes v + brightness where it is kept: what is not 0 is one value, and within
// half of v. At least a quarter of the picture, less an eighth on two sides, is left.
TEST(Vary, KeepsToItsLimits) {
  for (std::uint64_t key = 0; key < 40; ++key) {
    base::Random random{key};
    const torch::Tensor changed = vary(torch::full({1, 1, 32, 32}, 3.0), random).flatten();
    const torch::Tensor kept = changed.masked_select(changed.ne(0));
    EXPECT_NEAR(kept.min().item<double>(), kept.max().item<double>(), 1e-4);
    EXPECT_LE(std::abs(kept.mean().item<double>() - 3), 0.5 + 1e-4);
    EXPECT_GE(kept.numel(), 28 * 28 - 16 * 16);
    EXPECT_LT(kept.numel(), 32 * 32);  // something is always cut out
  }
}

TEST(Vary, TheGradientComesBackWhereThePictureWasKept) {
  base::Random random{4}, again{4};
  const torch::Tensor picture = torch::full({1, 1, 32, 32}, 3.0).requires_grad_();
  const torch::Tensor changed = vary(picture, random);
  changed.sum().backward();
  // Every pixel is shifted alike and counts through the mean: the gradients add up to what was kept.
  EXPECT_NEAR(picture.grad().sum().item<double>(), changed.ne(0).sum().item<double>(), 1e-2);
}

}  // namespace
}  // namespace roentgen::training
