#include "model/quantise.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "model/engine.h"
#include "model/example_for_test.h"
#include "model/onnx_check.h"
#include "model/onnx_graph.h"
#include "model/pack.h"
#include "model/precision_proof.h"

namespace roentgen::model {
namespace {

base::Bytes foreign(const std::string& file) {
  return base::read_file(kTestdata / "foreign" / file, 1 << 20).value();
}

// The adapted grey network of testdata/foreign would need adapt.h; the house's own tiny ones do as well.
std::vector<image::Plane> images(int count, int size) {
  std::vector<image::Plane> planes;
  for (int n = 0; n < count; ++n) {
    base::Random random{static_cast<std::uint64_t>(n)};
    image::Plane plane{size, size, {}};
    for (int i = 0; i < size * size; ++i)
      plane.samples.push_back(
          static_cast<float>(std::sin(0.01 * (n + 3) * i) * 0.7 + 0.2 * random.uniform(-1, 1)));
    planes.push_back(plane);
  }
  return planes;
}

std::vector<std::vector<Output>> run(const base::Bytes& onnx, const std::vector<image::Plane>& inputs) {
  Card card = example_segmenter_card();
  card.input.size = 32;
  card.canary.clear();
  const auto engine = Engine::load({card, onnx, "", "x", false}, {.threads = 1, .cache_folder = {}});
  EXPECT_TRUE(engine) << engine.error().message;
  return engine->run(inputs, std::vector<std::string>{"probabilities"}).value();
}

// The tiny segmenter with a further convolution in the middle, so that there is one that may be rounded.
base::Bytes deeper() {
  OnnxGraph graph = read_onnx(example_network("tiny_segmenter.onnx")).value();
  std::vector<float> weight(4 * 4 * 9);
  for (std::size_t i = 0; i < weight.size(); ++i)
    weight[i] = static_cast<float>(0.2 * std::sin(1.3 * static_cast<double>(i)));
  graph.tensors.push_back(float_tensor("middle.weight", {4, 4, 3, 3}, weight));
  std::vector<OnnxNode> nodes;
  for (OnnxNode& node : graph.nodes) {
    const bool relu = node.op == "Relu";
    if (!relu && node.op == "Conv" && node.inputs[0] == "hidden") node.inputs[0] = "middle";
    nodes.push_back(node);
    if (relu)
      nodes.push_back({"Conv",
                       {"hidden", "middle.weight"},
                       {"middle"},
                       {attribute("pads", std::vector<std::int64_t>{1, 1, 1, 1})}});
  }
  graph.nodes = nodes;
  return write_onnx(graph);
}

double difference(const std::vector<std::vector<Output>>& a, const std::vector<std::vector<Output>>& b) {
  double sum = 0;
  std::size_t n = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t k = 0; k < a[i][0].values.size(); ++k, ++n)
      sum += std::abs(static_cast<double>(a[i][0].values[k]) - static_cast<double>(b[i][0].values[k]));
  return sum / static_cast<double>(n);
}

TEST(Quantise, RoundsWhatLiesBetweenAndStaysNear) {
  const base::Bytes onnx = deeper();
  const auto shown = images(12, 32);
  const auto quantiser = Quantiser::learn(onnx, shown, {});
  ASSERT_TRUE(quantiser) << quantiser.error().message;
  ASSERT_EQ(quantiser->convolutions().size(), 3u);
  EXPECT_FALSE(quantiser->convolutions()[0].in_int8);  // the first
  EXPECT_TRUE(quantiser->convolutions()[1].in_int8);
  EXPECT_GT(quantiser->convolutions()[1].noise, 0);
  EXPECT_LT(quantiser->convolutions()[1].noise, 0.001);  // 8 bits: about one part in 100,000
  const base::Bytes rounded = quantiser->network(0);
  ASSERT_TRUE(check_onnx(rounded));
  const auto graph = read_onnx(rounded).value();
  EXPECT_GE(std::ranges::count(graph.nodes, "QuantizeLinear", &OnnxNode::op), 1);
  const auto fresh = images(20, 32);
  const auto exact = run(onnx, fresh), other = run(rounded, fresh);
  const double off = difference(exact, other);
  EXPECT_GT(off, 0);
  EXPECT_LT(off, 0.01);
  // All convolutions kept: nothing is rounded.
  const base::Bytes kept = quantiser->network(quantiser->candidates());
  EXPECT_EQ(difference(exact, run(kept, fresh)), 0);
  EXPECT_EQ(quantiser->network(0), rounded);  // the same bytes again
}

TEST(Quantise, ANetworkWithoutConvolutionsInTheMiddleIsRefused) {
  OnnxGraph graph = read_onnx(example_network("tiny_segmenter.onnx")).value();
  std::erase_if(graph.nodes,
                [](const OnnxNode& node) { return node.op != "Conv" || node.inputs[0] != "image"; });
  graph.outputs = {{graph.nodes[0].outputs[0], kOnnxFloat, {1, 4, 32, 32}, true}};
  const auto quantiser = Quantiser::learn(write_onnx(graph), images(1, 32), {});
  ASSERT_FALSE(quantiser);
  EXPECT_EQ(quantiser.error().code, base::ErrorCode::refused_model);
  EXPECT_FALSE(Quantiser::learn(foreign("picture.png"), images(1, 32), {}));
}

TEST(Precision, Bfloat16RunsAndIsNear) {
  const TempFolder temp;
  Card card = example_card();
  ASSERT_TRUE(write_package(temp / card.name, card, example_network()));
  const auto package = load_package(temp / card.name).value();
  const auto exact = Engine::load(package, {.threads = 1, .cache_folder = {}});
  const auto other =
      Engine::load(package, {.threads = 1, .cache_folder = {}, .precision = Precision::bfloat16});
  ASSERT_TRUE(other) << other.error().message;
  const auto shown = images(3, 32);
  const std::vector<std::string> names{"logits"};
  const auto a = exact->run(shown, names).value(), b = other->run(shown, names).value();
  for (std::size_t i = 0; i < shown.size(); ++i)
    for (std::size_t k = 0; k < a[i][0].values.size(); ++k)
      EXPECT_NEAR(a[i][0].values[k], b[i][0].values[k], 0.05);
}

TEST(Precision, AProofBelongsToOneVersion) {
  const TempFolder temp;
  Package package{example_card(), {}, std::string(64, 'b'), temp / "tiny-classifier", false};
  EXPECT_FALSE(proven_in_bfloat16(package));
  PrecisionProof proof{
      "tiny-classifier", "1.2.3", std::string(64, 'b'), "cxr_nih", "val", "auc", 261, 0.8, 0.799, 0.002};
  const auto write = [&] {
    return base::write_text(proof_file(package.folder), write_proof(proof)).has_value();
  };
  ASSERT_TRUE(write());
  EXPECT_TRUE(proven_in_bfloat16(package));
  EXPECT_EQ(write_proof(parse_proof(write_proof(proof)).value()), write_proof(proof));
  proof.bfloat16 = 0.797;  // lost more than it may
  ASSERT_TRUE(write());
  EXPECT_FALSE(proven_in_bfloat16(package));
  proof.bfloat16 = 0.81;
  proof.version = "1.2.2";
  ASSERT_TRUE(write());
  EXPECT_FALSE(proven_in_bfloat16(package));
  ASSERT_TRUE(base::write_text(proof_file(package.folder), "{}"));
  EXPECT_FALSE(proven_in_bfloat16(package));
}

}  // namespace
}  // namespace roentgen::model
