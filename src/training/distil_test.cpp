#include "training/distil.h"

#include <gtest/gtest.h>

#include <cmath>

namespace roentgen::training {
namespace {

Classifier teacher_that_says(double logit) {
  Classifier network(NetworkArguments{.width = 0.35, .outputs = 2});
  const torch::NoGradGuard guard;
  network->head->weight.zero_();
  network->head->bias.fill_(logit);
  network->eval();
  return network;
}

TEST(Distil, TheAnswerIsTheMeanOfProbabilitiesNotOfLogits) {
  const std::vector<Classifier> teachers{teacher_that_says(0), teacher_that_says(4)};
  const torch::Tensor answer = answer_of(teachers, torch::zeros({3, 1, 64, 64}));
  EXPECT_EQ(answer.sizes(), (torch::IntArrayRef{3, 2}));
  EXPECT_FALSE(answer.requires_grad());
  EXPECT_NEAR(answer[1][0].item<double>(), (0.5 + 1 / (1 + std::exp(-4.0))) / 2, 1e-5);
}

TEST(Distil, TruthAndAnswerShareTheTargetAndTheUnknownStaysUnknown) {
  const torch::Tensor target =
      taught(torch::tensor({{1.0F, 0.0F, -1.0F}}), torch::tensor({{0.6F, 0.2F, 0.9F}}), 0.25);
  EXPECT_NEAR(target[0][0].item<double>(), 0.9, 1e-6);
  EXPECT_NEAR(target[0][1].item<double>(), 0.05, 1e-6);
  EXPECT_EQ(target[0][2].item<float>(), -1);
}

}  // namespace
}  // namespace roentgen::training
