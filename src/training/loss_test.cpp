#include "training/loss.h"

#include <gtest/gtest.h>

#include <cmath>

#include "training/mix.h"
#include "training/rates.h"

namespace roentgen::training {
namespace {

const LabelWeights kEven{torch::ones({1}), torch::ones({1})};

double loss_of(double logit, double truth, const LossSpec& spec, const LabelWeights& weights = kEven) {
  return label_loss(torch::full({1, 1}, logit), torch::full({1, 1}, truth), weights, spec).item<double>();
}

// By hand: -log(sigmoid(1)) = 0.313262, sigmoid(1) = 0.731059.
TEST(LabelLoss, IsTheCrossEntropyUnlessTheRecipeSaysMore) {
  EXPECT_NEAR(loss_of(1, 1, {}), 0.313262, 1e-5);
  EXPECT_NEAR(loss_of(1, 0, {}), 1.313262, 1e-5);
  EXPECT_NEAR(loss_of(1, 0.5, {}), 0.813262, 1e-5);  // an uncertain truth
}

TEST(LabelLoss, UnknownTruthsWeighNothing) {
  const torch::Tensor logits = torch::tensor({{1.0F, 5.0F}}), truth = torch::tensor({{1.0F, -1.0F}});
  const LabelWeights even{torch::ones({2}), torch::ones({2})};
  EXPECT_NEAR(label_loss(logits, truth, even, {}).item<double>(), 0.313262, 1e-5);
}

TEST(LabelLoss, FocalMakesEasyAnswersLight) {
  const LossSpec focal{.focal_gamma = 2};
  EXPECT_NEAR(loss_of(1, 1, focal), 0.313262 * 0.268941 * 0.268941, 1e-5);
  EXPECT_NEAR(loss_of(1, 0, focal), 1.313262 * 0.731059 * 0.731059, 1e-5);
}

TEST(LabelLoss, SmoothingNeverAsksForCertainty) {
  const LossSpec smooth{.smoothing = 0.1};  // the target 1 becomes 0.95
  EXPECT_NEAR(loss_of(1, 1, smooth), 0.95 * 0.313262 + 0.05 * 1.313262, 1e-5);
}

TEST(LabelWeightsOfFilms, AreTheRootOfTheImbalanceOrTheEffectiveNumbers) {
  std::vector<TrainingFilm> films(100);
  for (std::size_t f = 0; f < films.size(); ++f) films[f].truth = {f < 10 ? 1.0F : 0.0F};
  EXPECT_NEAR(label_weights(films, 1, {}).positive[0].item<double>(), 3.0, 1e-5);  // sqrt(90 / 10)
  const LossSpec balanced{.balance_beta = 0.9};
  // (1 - 0.9^90) / (1 - 0.9^10) = 0.999924 / 0.651322
  EXPECT_NEAR(label_weights(films, 1, balanced).positive[0].item<double>(), 1.53522, 1e-4);
}

TEST(Mix, AddsPicturesAndTruthsInOneShare) {
  torch::Tensor input = torch::arange(4, torch::kFloat).view({4, 1, 1, 1}).expand({4, 1, 8, 8}).contiguous();
  torch::Tensor truth = torch::arange(4, torch::kFloat).view({4, 1}).clone();
  mix_batch(input, truth, {.mixup = 1}, base::Random{5});
  EXPECT_NEAR(input.sum().item<double>(), 6 * 64, 1e-3);  // each film is once first and once second
  for (int i = 0; i < 4; ++i) EXPECT_NEAR(input[i][0][3][3].item<double>(), truth[i][0].item<double>(), 1e-5);
  EXPECT_FALSE(torch::equal(truth.view(-1), torch::arange(4, torch::kFloat)));
}

TEST(Mix, CutsARectangleWhoseAreaIsTheShare) {
  torch::Tensor input =
      torch::arange(4, torch::kFloat).view({4, 1, 1, 1}).expand({4, 1, 32, 32}).contiguous();
  torch::Tensor truth = torch::arange(4, torch::kFloat).view({4, 1}).clone();
  mix_batch(input, truth, {.cutmix = 1}, base::Random{5});
  for (int i = 0; i < 4; ++i) EXPECT_NEAR(input[i].mean().item<double>(), truth[i][0].item<double>(), 1e-4);
}

TEST(Mix, WhatOneOfTheTwoDoesNotKnowIsUnknown) {
  torch::Tensor input = torch::zeros({2, 1, 8, 8});
  torch::Tensor truth = torch::tensor({{1.0F}, {-1.0F}});
  for (std::uint64_t key = 0; key < 20; ++key) {  // until a draw exchanges the two
    torch::Tensor mixed = input, said = truth.clone();
    mix_batch(mixed, said, {.mixup = 0.5}, base::Random{key});
    EXPECT_EQ(said[1][0].item<float>(), -1);
    if (said[0][0].item<float>() == -1) return;
  }
  FAIL() << "never mixed";
}

TEST(Mix, BetaHasItsMeanAndVariance) {
  for (const double a : {0.3, 2.5}) {
    base::Random random{9};
    double sum = 0, squares = 0;
    constexpr int kDraws = 20000;
    for (int i = 0; i < kDraws; ++i) {
      const double x = draw_beta(a, random);
      sum += x;
      squares += x * x;
    }
    const double mean = sum / kDraws;
    EXPECT_NEAR(mean, 0.5, 0.01);
    EXPECT_NEAR(squares / kDraws - mean * mean, 0.25 / (2 * a + 1), 0.005);  // variance of Beta(a, a)
  }
}

TEST(Rates, HeadFirstThenLayerByLayer) {
  Recipe recipe;
  recipe.learning_rate = 1;
  recipe.backbone_rate = 0.5;
  recipe.layer_decay = 0.9;
  recipe.frozen_epochs = 2;
  recipe.warmup_epochs = 0;
  recipe.epochs = 10;
  torch::nn::Module module;
  auto last = module.register_module("x", torch::nn::Linear(1, 1));
  torch::optim::AdamW optimizer = make_optimizer(module, recipe);
  const auto rate = [&](std::size_t group) {
    return static_cast<torch::optim::AdamWOptions&>(optimizer.param_groups()[group].options()).lr();
  };
  set_rates(optimizer, recipe, 1.0);
  EXPECT_GT(rate(0), 0.9);  // the head
  EXPECT_EQ(rate(2), 0.0);  // features.18
  set_rates(optimizer, recipe, 2.0);
  const double head = rate(0);
  EXPECT_NEAR(rate(2), head * 0.5, 1e-12);
  EXPECT_NEAR(rate(4), head * 0.5 * 0.9, 1e-12);
  EXPECT_NEAR(rate(38), head * 0.5 * std::pow(0.9, 18), 1e-12);  // features.0
}

TEST(Rates, OneCycleRisesAndFalls) {
  Recipe recipe;
  recipe.schedule = Schedule::one_cycle;
  recipe.epochs = 10;
  EXPECT_NEAR(schedule(recipe, 0), 0.04, 1e-12);
  EXPECT_NEAR(schedule(recipe, 1.5), 0.52, 1e-12);  // half way up
  EXPECT_NEAR(schedule(recipe, 3), 1, 1e-12);
  EXPECT_NEAR(schedule(recipe, 6.5), 0.5, 1e-12);
  EXPECT_NEAR(schedule(recipe, 10), 0, 1e-12);
}

}  // namespace
}  // namespace roentgen::training
