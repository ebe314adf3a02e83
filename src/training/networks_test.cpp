#include "training/networks.h"

#include <gtest/gtest.h>

#include <sstream>

#include "training/job.h"

namespace roentgen::training {
namespace {

NetworkArguments small(int outputs) {
  return {.width = 0.35, .outputs = outputs, .bn_eps = 1e-3};
}

TEST(Networks, TheMapsAreExactClassActivationMaps) {
  torch::manual_seed(3);
  Classifier network(small(5));
  torch::nn::init::uniform_(network->head->bias, -2, 2);
  torch::nn::init::normal_(network->head->weight, 0, 1);
  for (const auto& part : network->modules())  // so that one pass fills the running statistics
    if (auto* norm = part->as<torch::nn::BatchNorm2d>()) norm->options.momentum(1.0);
  const auto x = torch::rand({2, 1, 96, 96}) * 2 - 1;
  for (const bool training : {true, false}) {  // dropout included
    network->train(training);
    const torch::NoGradGuard no_gradient;
    const auto out = network->forward(x);
    EXPECT_EQ(out.logits.sizes(), (torch::IntArrayRef{2, 5}));
    EXPECT_EQ(out.maps.sizes(), (torch::IntArrayRef{2, 5, 3, 3}));
    EXPECT_EQ(out.features.sizes(), (torch::IntArrayRef{2, 1280}));
    EXPECT_TRUE(torch::allclose(out.logits, out.maps.mean({2, 3}) + network->head->bias, 1e-5, 1e-5));
    EXPECT_GT(out.maps.std().item<float>(), 0.1) << "maps of one value would prove nothing";
    if (!training) {  // and they are the linear layer on the pooled features
      const auto linear = torch::linear(out.features, network->head->weight.flatten(1), network->head->bias);
      EXPECT_TRUE(torch::allclose(out.logits, linear, 1e-4, 1e-4));
    }
  }
}

TEST(Networks, ChannelsStayTheInnermostFromThePictureOfOneChannelOn) {
  // Else every convolution reorders its input and its gradient: twice the time of a step, and nothing to see.
  Classifier network(small(1));
  const torch::NoGradGuard no_gradient;
  torch::Tensor y = torch::rand({2, 1, 64, 64});
  for (const TrunkStage& stage : network->trunk.stages) {
    y = stage(y);
    EXPECT_TRUE(y.is_contiguous(torch::MemoryFormat::ChannelsLast));
  }
}

TEST(Networks, GradientsInBfloat16AreThoseOfFloat) {
  torch::manual_seed(6);
  Classifier network(small(3));
  const Trunk& trunk = network->trunk;
  const auto x = torch::rand({4, 1, 64, 64}) * 2 - 1;
  const auto gradient = [&](bool bfloat16) {
    network->zero_grad();
    const torch::Tensor y = in_precision(
        bfloat16, torch::kCPU, [&] { return trunk.stages[2](trunk.stages[1](trunk.stages[0](x))); });
    (y.to(torch::kFloat) * torch::linspace(-1, 1, y.size(3))).sum().backward();
    // Behind, in and before the strided depthwise convolution.
    return torch::cat({trunk.stages[2].convs[2].conv->weight.grad().flatten(),
                       trunk.stages[2].convs[1].conv->weight.grad().flatten(),
                       trunk.stages[2].convs[0].conv->weight.grad().flatten()});
  };
  const torch::Tensor exact = gradient(false).clone(), rounded = gradient(true).clone();
  const float size = exact.norm().item<float>(), distance = (rounded - exact).norm().item<float>();
  EXPECT_GT(distance, 0) << "nothing was rounded: the test proves nothing";
  EXPECT_LT(distance, 0.05F * size);
}

TEST(Networks, LabelsThatShareTheirWeightsNeverCross) {
  torch::manual_seed(4);
  NetworkArguments arguments = small(3);
  arguments.shared_head = true;
  Classifier network(arguments);
  torch::nn::init::normal_(network->head->weight, 0, 1);
  {
    const torch::NoGradGuard no_gradient;
    network->head->bias.copy_(torch::tensor({1.0F, 0.0F, -2.0F}));
  }
  network->eval();
  const torch::NoGradGuard no_gradient;
  const auto logits = network->forward(torch::rand({4, 1, 64, 64}) * 2 - 1).logits;
  for (int i = 0; i < 4; ++i) {
    EXPECT_NEAR((logits[i][0] - logits[i][1]).item<float>(), 1, 1e-4);
    EXPECT_NEAR((logits[i][1] - logits[i][2]).item<float>(), 2, 1e-4);
  }
}

TEST(Networks, FrozenStagesKeepWeightsAndStatistics) {
  torch::manual_seed(5);
  NetworkArguments arguments = small(1);
  arguments.frozen_stages = 4;
  Classifier network(arguments);
  network->train();
  const auto before = network->trunk.stages[3].convs[0].norm->running_mean.clone();
  network->forward(torch::rand({4, 1, 64, 64}) * 2 - 1).logits.sum().backward();
  for (std::size_t s = 0; s < network->trunk.stages.size(); ++s)
    for (const ConvNorm& part : network->trunk.stages[s].convs)
      EXPECT_EQ(part.conv->weight.grad().defined(), s >= 4) << s;
  EXPECT_TRUE(torch::equal(before, network->trunk.stages[3].convs[0].norm->running_mean));
  EXPECT_FALSE(torch::equal(network->trunk.stages[4].convs[0].norm->running_mean,
                            torch::zeros_like(network->trunk.stages[4].convs[0].norm->running_mean)));
}

TEST(Networks, HaveThePublishedSize) {
  // torchvision's mobilenet_v2 has 3,504,872 parameters with its 1000 classes and three colours.
  Classifier network(NetworkArguments{.outputs = 1000, .channels = 3});
  EXPECT_EQ(count_parameters(*network), 3'504'872);
  // The export holds one float per folded weight: below 11.5 million bytes.
  Segmenter segmenter(NetworkArguments{.outputs = 4});
  EXPECT_LT(count_parameters(*segmenter) * 4, 11'000'000);
}

TEST(Networks, TheSegmenterAnswersAtTheInputsSize) {
  Segmenter network(small(4));
  network->eval();
  const torch::NoGradGuard no_gradient;
  EXPECT_EQ(network->forward(torch::zeros({2, 1, 64, 96})).sizes(), (torch::IntArrayRef{2, 4, 64, 96}));
  EXPECT_THROW(network->forward(torch::zeros({1, 1, 60, 60})), c10::Error);
}

TEST(Networks, EverySegmenterParameterLearns) {
  torch::manual_seed(1);
  Segmenter network(small(2));
  network->train();
  torch::nn::functional::cross_entropy(network->forward(torch::randn({2, 1, 64, 64})),
                                       torch::randint(0, 2, {2, 64, 64}, torch::kLong))
      .backward();
  for (const auto& item : network->named_parameters()) {
    ASSERT_TRUE(item.value().grad().defined()) << item.key();
    EXPECT_TRUE(item.value().grad().isfinite().all().item<bool>()) << item.key();
  }
}

TEST(Networks, TensorflowPaddingPutsTheExtraLineBehind) {
  // Even length: 0 before, 1 after; odd: 1 and 1 (TensorFlow's SAME for kernel 3, stride 2).
  ConvNorm conv = make_conv_norm(1, 1, 3, 2, 1, 1e-5);
  conv.conv->options.padding(torch::ExpandingArray<2>(0));
  conv.tf_same = true;
  conv.norm->eval();
  const torch::NoGradGuard no_gradient;
  conv.conv->weight.fill_(1);
  EXPECT_NEAR(conv(torch::full({1, 1, 4, 4}, 0.1f))[0][0][0][0].item<float>(), 0.9, 1e-4);  // nine pixels
  EXPECT_NEAR(conv(torch::full({1, 1, 5, 5}, 0.1f))[0][0][0][0].item<float>(), 0.4, 1e-4);  // four
  EXPECT_EQ(conv(torch::zeros({1, 1, 5, 5})).size(2), 3);
}

TEST(Networks, FrozenBatchNormKeepsItsStatistics) {
  Classifier network(small(1));
  network->train();
  set_batch_norm_training(*network, false);
  auto& norm = network->trunk.stages[4].convs[1].norm;
  const auto before = norm->running_mean.clone();
  network->forward(torch::randn({2, 1, 64, 64}));
  EXPECT_TRUE(torch::equal(norm->running_mean, before));
  EXPECT_TRUE(network->is_training());
  set_batch_norm_training(*network, true);
  network->forward(torch::randn({2, 1, 64, 64}));
  EXPECT_FALSE(torch::equal(norm->running_mean, before));
}

TEST(Networks, TheSameSeedMakesTheSameNetwork) {
  torch::manual_seed(9);
  Segmenter one(small(3));
  torch::manual_seed(9);
  Segmenter two(small(3));
  const auto a = one->parameters(), b = two->parameters();
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_TRUE(torch::equal(a[i], b[i]));
}

TEST(Networks, AreSavedAndLoaded) {
  Segmenter one(small(3)), two(small(3));
  std::stringstream stream;
  torch::save(one, stream);
  torch::load(two, stream);
  const auto x = torch::randn({1, 1, 64, 64});
  one->eval();
  two->eval();
  EXPECT_TRUE(torch::equal(one->forward(x), two->forward(x)));
}

}  // namespace
}  // namespace roentgen::training
