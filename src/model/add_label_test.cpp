#include "model/add_label.h"

#include <gtest/gtest.h>

#include "model/engine.h"
#include "model/example_for_test.h"
#include "model/pack.h"

namespace roentgen::model {
namespace {

std::vector<Output> outputs_of(const Package& package) {
  const auto engine = Engine::load(package, {.threads = 1, .cache_folder = {}});
  EXPECT_TRUE(engine) << engine.error().message;
  const image::Plane image = canary_image(package.card.input.size);
  const std::vector<std::string> names{"logits", "maps", "features"};
  return engine->run(std::span(&image, 1), names).value().front();
}

// Each of our classifiers gets a label; twice, so that a package that has one already gets another.
TEST(AddLabel, OthersStayAndTheNewOneIsLinearInTheFeatures) {
  for (const char* name : {"chest-findings", "image-gate"}) {
    Package package = load_package(std::filesystem::path("models") / name).value();
    for (int time = 0; time < 2; ++time) {
      const auto before = outputs_of(package);
      const std::size_t features = before[2].values.size(), labels = before[0].values.size();
      LinearLabel label;
      label.bias = -0.75;
      for (std::size_t i = 0; i < features; ++i) label.weight.push_back(i % 7 == 0 ? 0.05 : -0.01);
      const auto onnx = add_label(package.weights, label);
      ASSERT_TRUE(onnx) << onnx.error().message;
      package.card.labels.push_back(example_label("added" + std::to_string(time), "Added"));
      const TempFolder temp;
      const auto packed = pack_network(temp / package.card.name, package.card, *onnx);
      ASSERT_TRUE(packed) << packed.error().message;
      package = load_package(temp / package.card.name).value();
      const auto after = outputs_of(package);

      ASSERT_EQ(after[0].values.size(), labels + 1);
      for (std::size_t k = 0; k < labels; ++k) EXPECT_EQ(after[0].values[k], before[0].values[k]);
      double logit = label.bias;
      for (std::size_t i = 0; i < features; ++i) logit += label.weight[i] * before[2].values[i];
      EXPECT_NEAR(after[0].values[labels], logit, 1e-3);
      const std::size_t pixels = before[1].values.size() / labels;
      ASSERT_EQ(after[1].values.size(), pixels * (labels + 1));
      double mean = 0;
      for (std::size_t p = 0; p < pixels; ++p) mean += after[1].values[labels * pixels + p];
      EXPECT_NEAR(mean / static_cast<double>(pixels) + label.bias, logit, 1e-3);
    }
  }
}

TEST(AddLabel, RefusesWhatCannotCarryIt) {
  const Package findings = load_package("models/chest-findings").value();
  EXPECT_FALSE(add_label(findings.weights, {{1, 2, 3}, 0}));
  const Package segmenter = load_package("models/chest-anatomy").value();
  EXPECT_FALSE(add_label(segmenter.weights, {std::vector<double>(1280, 0), 0}));
}

}  // namespace
}  // namespace roentgen::model
