#include "training/backbone.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "model/engine.h"
#include "training/networks.h"

namespace roentgen::training {
namespace {

nlohmann::json description_of(const std::string& name) {
  for (const auto& folder : backbone_folders())
    if (std::ifstream in(folder / (name + ".json")); in) return nlohmann::json::parse(in);
  return {};
}

// The input every description states: x[0,c,i,j] = sin(0.05 i + 0.07 j + 1.3 c), in float64, then float32.
torch::Tensor reference_input() {
  const auto n = torch::arange(224, torch::kFloat64);
  const auto c = torch::arange(3, torch::kFloat64);
  return torch::sin(0.05 * n.view({1, 224, 1}) + 0.07 * n.view({1, 1, 224}) + 1.3 * c.view({3, 1, 1}))
      .unsqueeze(0)
      .to(torch::kFloat);
}

void expect_first8(const torch::Tensor& tensor, const nlohmann::json& expected, double tolerance,
                   const char* what) {
  const auto values = tensor.contiguous().flatten();
  ASSERT_EQ(expected.size(), 8u) << what;
  for (int i = 0; i < 8; ++i)
    EXPECT_NEAR(values[i].item<float>(), expected[i].get<double>(), tolerance) << what << " " << i;
}

torch::Tensor through(const Trunk& trunk, torch::Tensor x, std::size_t last) {
  for (std::size_t i = 0; i <= last; ++i) x = trunk.stages[i](x);
  return x;
}

class ReferenceOutputs : public testing::TestWithParam<std::tuple<const char*, double>> {};

TEST_P(ReferenceOutputs, AreReproduced) {
  const auto [name, tolerance] = GetParam();
  const auto json = description_of(name);
  if (json.is_null()) GTEST_SKIP() << "neither models/backbones nor ../shared/backbones has " << name;
  const auto backbone = read_backbone(name);
  ASSERT_TRUE(backbone) << backbone.error().message;
  const auto& expected = json["reference"];
  const bool has_head = expected.contains("logits_first8");

  Classifier network(NetworkArguments{.width = backbone->width,
                                      .outputs = has_head ? 1000 : 1,
                                      .bn_eps = backbone->bn_eps,
                                      .tf_same_padding = backbone->tf_same_padding,
                                      .channels = 3});
  const auto copied = load_backbone(*network, *backbone, has_head ? Head::load : Head::leave);
  ASSERT_TRUE(copied) << copied.error().message;
  EXPECT_EQ(*copied, json["tensors"].get<int>());
  network->eval();
  const torch::NoGradGuard no_gradient;
  const auto x = reference_input();
  const auto output = network->forward(x);
  const auto stride16 = through(network->trunk, x, 13);

  expect_first8(output.features, expected["pooled_features_first8"], tolerance, "pooled features");
  expect_first8(stride16, expected["stride16_features13_first8"], tolerance, "features.13");
  EXPECT_NEAR(stride16.mean().item<double>(), expected["stride16_features13_mean"].get<double>(), tolerance);
  if (has_head) {
    expect_first8(output.logits, expected["logits_first8"], tolerance, "logits");
    EXPECT_EQ(output.logits.argmax().item<int64_t>(), expected["logits_argmax"].get<int64_t>());
  }
}

// The tolerances are the ones the descriptions state.
INSTANTIATE_TEST_SUITE_P(Backbone, ReferenceOutputs,
                         testing::Values(std::tuple{"mobilenetv2_035_tf", 1e-4},
                                         std::tuple{"mobilenetv2_100_tf", 1e-3},
                                         std::tuple{"mobilenetv2_100_tv", 1e-3}));

// torchvision's basic block of ResNet-18 and its trunk without layer4, only to hold the stored weights
// against their reference.
struct ResnetTrunk : torch::nn::Module {
  torch::Tensor conv_norm(const std::string& conv, const std::string& norm, const torch::Tensor& x, int in,
                          int out, int kernel, int stride) {
    auto& made = convs[conv];
    if (!made.conv) {
      made = make_conv_norm(in, out, kernel, stride, 1, 1e-5);
      hang(*this, conv, made.conv.ptr());
      hang(*this, norm, made.norm.ptr());
      made.relu6 = false;
    }
    return made(x);
  }
  torch::Tensor block(const std::string& path, const torch::Tensor& x, int in, int out) {
    const int stride = in == out ? 1 : 2;
    auto y = torch::relu(conv_norm(path + ".conv1", path + ".bn1", x, in, out, 3, stride));
    y = conv_norm(path + ".conv2", path + ".bn2", y, out, out, 3, 1);
    const auto side =
        in == out ? x : conv_norm(path + ".downsample.0", path + ".downsample.1", x, in, out, 1, 2);
    return torch::relu(y + side);
  }
  std::array<torch::Tensor, 2> forward(torch::Tensor x) {  // layer2, layer3
    x = torch::max_pool2d(torch::relu(conv_norm("conv1", "bn1", x, 3, 64, 7, 2)), 3, 2, 1);
    x = block("layer1.1", block("layer1.0", x, 64, 64), 64, 64);
    const auto middle = block("layer2.1", block("layer2.0", x, 64, 128), 128, 128);
    return {middle, block("layer3.1", block("layer3.0", middle, 128, 256), 256, 256)};
  }
  std::map<std::string, ConvNorm> convs;
};

TEST(Backbone, ResnetTrunkReproducesItsReference) {
  const auto json = description_of("resnet18_trunk");
  if (json.is_null()) GTEST_SKIP() << "../shared/backbones is not there";
  const auto backbone = read_backbone("resnet18_trunk");
  ASSERT_TRUE(backbone) << backbone.error().message;
  const torch::NoGradGuard no_gradient;
  ResnetTrunk network;
  const auto x = reference_input();
  network.forward(x);  // makes the layers
  const auto copied = load_backbone(network, *backbone);
  ASSERT_TRUE(copied) << copied.error().message;
  EXPECT_EQ(*copied, json["tensors"].get<int>());
  network.eval();
  const auto [layer2, layer3] = network.forward(x);
  const auto& expected = json["reference"];
  expect_first8(layer2, expected["layer2_first8"], 1e-3, "layer2");
  expect_first8(layer3, expected["layer3_first8"], 1e-3, "layer3");
  expect_first8(layer3.mean({2, 3}), expected["layer3_channel_means_first8"], 1e-3, "channel means");
  EXPECT_NEAR(layer3.mean().item<double>(), expected["layer3_mean"].get<double>(), 1e-3);
}

TEST(Backbone, AGreyFirstLayerReadsAGreyPictureLikeThreeEqualColours) {
  const auto backbone = read_backbone("mobilenetv2_035_tf");
  ASSERT_TRUE(backbone) << backbone.error().message;
  NetworkArguments arguments{.width = backbone->width, .outputs = 2, .bn_eps = backbone->bn_eps};
  Classifier grey(arguments);
  arguments.channels = 3;
  Classifier colour(arguments);
  ASSERT_TRUE(load_backbone(*grey, *backbone));
  ASSERT_TRUE(load_backbone(*colour, *backbone));
  grey->eval();
  colour->eval();
  const torch::NoGradGuard no_gradient;
  const auto x = reference_input().slice(1, 0, 1);
  const auto difference = grey->forward(x).features - colour->forward(x.expand({1, 3, 224, 224})).features;
  EXPECT_LT(difference.abs().max().item<float>(), 1e-4);
}

TEST(Backbone, FitsTheSegmentersEncoder) {
  const auto backbone = read_backbone("mobilenetv2_035_tf");
  ASSERT_TRUE(backbone);
  Segmenter network(NetworkArguments{.width = backbone->width, .outputs = 4, .bn_eps = backbone->bn_eps});
  const auto copied = load_backbone(*network, *backbone);
  ASSERT_TRUE(copied) << copied.error().message;
  EXPECT_EQ(*copied, 255);  // 260 of the file less the five of features.18
}

TEST(Backbone, WhatDoesNotFitIsNamed) {
  const auto backbone = read_backbone("mobilenetv2_035_tf");
  ASSERT_TRUE(backbone);
  Classifier wide(NetworkArguments{.width = 1.0});
  const auto before = wide->trunk.stages[0].convs[0].norm->running_var.clone();
  const auto shapes = load_backbone(*wide, *backbone);
  ASSERT_FALSE(shapes);
  EXPECT_NE(shapes.error().message.find("other shapes in features.0.0.weight"), std::string::npos)
      << shapes.error().message;
  EXPECT_TRUE(torch::equal(wide->trunk.stages[0].convs[0].norm->running_var, before));  // nothing was copied

  Classifier narrow(NetworkArguments{.width = 0.35});
  auto poor = *backbone;
  poor.tensors.erase("features.5.conv.1.1.running_var");
  const auto missing = load_backbone(*narrow, poor);
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("lacks features.5.conv.1.1.running_var"), std::string::npos);

  auto rich = *backbone;
  rich.tensors["features.5.conv.7.weight"] = {{1}, {0.0f}};
  const auto unused = load_backbone(*narrow, rich);
  ASSERT_FALSE(unused);
  EXPECT_NE(unused.error().message.find("no place for features.5.conv.7.weight"), std::string::npos);
  EXPECT_FALSE(load_backbone(*narrow, *backbone, Head::load)) << "the file has no head to load";
}

TEST(Backbone, AWrongHashOrNameIsRefused) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("roentgen_backbone_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  for (const char* ending : {".json", ".safetensors"})
    std::filesystem::copy_file("models/backbones/mobilenetv2_035_tf" + std::string(ending),
                               folder / ("copy" + std::string(ending)),
                               std::filesystem::copy_options::overwrite_existing);
  ASSERT_TRUE(read_backbone("copy", {folder}));
  {
    std::fstream file(folder / "copy.safetensors", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(1'000'000);
    file.put('\x55');
  }
  const auto damaged = read_backbone("copy", {folder});
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().code, base::ErrorCode::unusable_input);
  EXPECT_NE(damaged.error().message.find("SHA-256"), std::string::npos);
  std::filesystem::remove_all(folder);

  const auto absent = read_backbone("no_such_net");
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().code, base::ErrorCode::usage);
  EXPECT_FALSE(read_backbone("../backbones/mobilenetv2_035_tf"));
}

// The package is read by the inference library: its features are those of a network that goes on from it.
TEST(Backbone, APackageIsGoneOnFrom) {
  const auto package = model::load_package("models/chest-findings");
  ASSERT_TRUE(package) << package.error().message;
  const auto engine = model::Engine::load(*package, {.threads = 1, .cache_folder = {}});
  ASSERT_TRUE(engine) << engine.error().message;
  const auto backbone = read_backbone("chest-findings");
  ASSERT_TRUE(backbone) << backbone.error().message;
  EXPECT_EQ(backbone->sha256, package->sha256);
  Classifier network(NetworkArguments{.outputs = 3,
                                      .bn_eps = backbone->bn_eps,
                                      .tf_same_padding = backbone->tf_same_padding,
                                      .frozen_stages = 19});
  ASSERT_TRUE(load_backbone(*network, *backbone));
  const int size = package->card.input.size;
  const image::Plane plane = model::canary_image(size);
  const std::vector<std::string> names{"features"};
  const auto theirs = engine->run(std::span(&plane, 1), names);
  ASSERT_TRUE(theirs) << theirs.error().message;
  const torch::NoGradGuard no_gradient;
  for (const bool training : {false, true}) {  // frozen stages look at no batch
    network->train(training);
    const torch::Tensor ours =
        network->forward(torch::tensor(plane.samples).view({1, 1, size, size})).features.contiguous();
    const auto& expected = (*theirs)[0][0].values;
    ASSERT_EQ(static_cast<std::size_t>(ours.numel()), expected.size());
    for (std::size_t k = 0; k < expected.size(); ++k)
      ASSERT_NEAR(ours.const_data_ptr<float>()[k], expected[k], 2e-3) << k << " training " << training;
  }
}

}  // namespace
}  // namespace roentgen::training
