#include "training/onnx_export.h"

#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

#include "model/engine.h"
#include "training/backbone.h"

namespace roentgen::training {
namespace {

// Weights of a trained kind: the backbone, and noise in every head, decoder and running statistic that it
// does not fill.
template <class Network>
Network network_with_weights(const char* backbone_name, int outputs, bool symmetric = false) {
  torch::manual_seed(11);
  const auto backbone = read_backbone(backbone_name).value();
  Network network(NetworkArguments{.width = backbone.width,
                                   .outputs = outputs,
                                   .bn_eps = backbone.bn_eps,
                                   .tf_same_padding = backbone.tf_same_padding && !symmetric});
  load_backbone(*network, backbone).value();
  const torch::NoGradGuard no_gradient;
  network->head->weight.normal_(0, 0.1);
  network->head->bias.uniform_(-2, 2);
  for (const auto& item : network->named_buffers()) {
    if (!item.key().starts_with("decoder")) continue;
    if (item.key().ends_with("running_mean")) item.value().normal_(0, 0.2);
    if (item.key().ends_with("running_var")) item.value().uniform_(0.3, 2);
  }
  return network;
}

// x[0,0,i,j] = sin(0.05 i + 0.07 j), and noise that no symmetry survives.
torch::Tensor film(int size) {
  const auto n = torch::arange(size, torch::kFloat64);
  const auto wave = torch::sin(0.05 * n.view({size, 1}) + 0.07 * n.view({1, size})).view({1, 1, size, size});
  return (0.7 * wave + 0.3 * (torch::rand({1, 1, size, size}, torch::kFloat64) * 2 - 1)).to(torch::kFloat);
}

// Through OpenVINO, as the reader runs it.
std::vector<model::Output> answers(model::Task task, int size, int outputs, const base::Bytes& onnx,
                                   const torch::Tensor& x, const std::vector<std::string>& names) {
  model::Package package;
  package.card.name = "exported";
  package.card.task = task;
  package.card.input.size = size;
  package.card.labels.resize(task == model::Task::classification ? static_cast<std::size_t>(outputs) : 0);
  package.card.structures.resize(task == model::Task::segmentation ? static_cast<std::size_t>(outputs - 1)
                                                                   : 0);
  package.weights = onnx;
  const auto engine = model::Engine::load(package, {});
  if (!engine) throw std::runtime_error(engine.error().message);
  const auto* values = x.const_data_ptr<float>();
  const std::vector<image::Plane> planes{{size, size, std::vector<float>(values, values + x.numel())}};
  auto run = engine->run(planes, names);
  if (!run) throw std::runtime_error(run.error().message);
  return run->at(0);
}

void expect_same(const model::Output& answer, const torch::Tensor& expected, const char* what) {
  const auto shape = expected.sizes().vec();
  ASSERT_EQ(std::vector<int64_t>(answer.shape.begin(), answer.shape.end()), shape) << what;
  const auto mine = torch::tensor(answer.values).view(shape);
  EXPECT_LT((mine - expected).abs().max().item<float>(), 1e-4) << what;
  EXPECT_GT(expected.std().item<float>(), 1e-2) << what << ": a constant would prove nothing";
}

class Export : public testing::TestWithParam<std::tuple<const char*, int>> {};

TEST_P(Export, TheClassifierAnswersLikeLibTorch) {
  const auto [backbone, size] = GetParam();
  auto network = network_with_weights<Classifier>(backbone, 5);
  const auto onnx = export_onnx(network, size);
  ASSERT_TRUE(onnx) << onnx.error().message;
  const auto x = film(size);
  network->eval();
  const torch::NoGradGuard no_gradient;
  const auto expected = network->forward(x);
  const auto mine = answers(model::Task::classification, size, 5, *onnx, x, {"logits", "maps", "features"});
  expect_same(mine[0], expected.logits, "logits");
  expect_same(mine[1], expected.maps, "maps");
  expect_same(mine[2], expected.features, "features");
}

TEST_P(Export, TheSegmenterAnswersLikeLibTorch) {
  const auto [backbone, size] = GetParam();
  auto network = network_with_weights<Segmenter>(backbone, 4);
  const auto onnx = export_onnx(network, size);
  ASSERT_TRUE(onnx) << onnx.error().message;
  EXPECT_LT(onnx->size(), 11'500'000u);
  const auto x = film(size);
  network->eval();
  const torch::NoGradGuard no_gradient;
  const auto expected = torch::softmax(network->forward(x), 1);
  const auto mine = answers(model::Task::segmentation, size, 4, *onnx, x, {"probabilities"});
  expect_same(mine[0], expected, "probabilities");
}

// 224 halves to the odd side 7; 96 is small.
INSTANTIATE_TEST_SUITE_P(Networks, Export,
                         testing::Values(std::tuple{"mobilenetv2_035_tf", 224},
                                         std::tuple{"mobilenetv2_035_tf", 96},
                                         std::tuple{"mobilenetv2_100_tf", 256}));

TEST(ExportedFile, SymmetricPaddingToo) {
  auto network = network_with_weights<Classifier>("mobilenetv2_035_tf", 2, /*symmetric=*/true);
  network->eval();
  const torch::NoGradGuard no_gradient;
  const auto x = film(64);
  const auto mine = answers(model::Task::classification, 64, 2, export_onnx(network, 64).value(), x,
                            {"logits", "maps", "features"});
  expect_same(mine[1], network->forward(x).maps, "maps");
}

TEST(ExportedFile, SharedWeightsAreWrittenForEachLabel) {
  torch::manual_seed(6);
  const auto backbone = read_backbone("mobilenetv2_035_tf").value();
  NetworkArguments arguments;
  arguments.width = backbone.width;
  arguments.bn_eps = backbone.bn_eps;
  arguments.tf_same_padding = backbone.tf_same_padding;
  arguments.outputs = 3;
  arguments.shared_head = true;
  arguments.frozen_stages = 2;
  Classifier network(arguments);
  load_backbone(*network, backbone).value();
  torch::nn::init::normal_(network->head->weight, 0, 0.1);
  const auto onnx = export_onnx(network, 64);
  ASSERT_TRUE(onnx) << onnx.error().message;
  const auto x = film(64);
  network->eval();
  const torch::NoGradGuard no_gradient;
  const auto expected = network->forward(x);
  const auto mine = answers(model::Task::classification, 64, 3, *onnx, x, {"logits", "maps", "features"});
  EXPECT_LT((torch::tensor(mine[0].values).view({1, 3}) - expected.logits).abs().max().item<float>(), 1e-4);
  expect_same(mine[1], expected.maps, "maps");
}

TEST(ExportedFile, TheBytesDependOnTheWeightsAlone) {
  auto network = network_with_weights<Segmenter>("mobilenetv2_035_tf", 3);
  network->eval();
  const auto first = export_onnx(network, 64).value();
  network->train();
  for (auto& parameter : network->parameters())
    if (parameter.dim() == 4) parameter.set_data(parameter.contiguous(torch::MemoryFormat::ChannelsLast));
  EXPECT_TRUE(export_onnx(network, 64).value() == first);
  EXPECT_TRUE(network->is_training());
  const torch::NoGradGuard no_gradient;
  network->head->bias[0] += 1;
  EXPECT_FALSE(export_onnx(network, 64).value() == first);
}

TEST(ExportedFile, RefusesAnotherSizeAndBrokenWeights) {
  Classifier network(NetworkArguments{.width = 0.35});
  for (const int size : {0, -32, 100, 1 << 20}) {
    const auto refused = export_onnx(network, size);
    ASSERT_FALSE(refused) << size;
    EXPECT_EQ(refused.error().code, base::ErrorCode::usage);
  }
  const torch::NoGradGuard no_gradient;
  network->head->bias[0] = std::numeric_limits<float>::quiet_NaN();
  const auto broken = export_onnx(network, 64);
  ASSERT_FALSE(broken);
  EXPECT_NE(broken.error().message.find("not finite"), std::string::npos);
}

}  // namespace
}  // namespace roentgen::training
