#include "model/engine.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "model/example_for_test.h"
#include "model/network_cache.h"

namespace roentgen::model {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kAll = {"logits", "maps", "features"};

Package classifier() {
  return {example_card(), example_network(), "0123456789abcdef", "tiny-classifier"};
}
Package segmenter() {
  return {example_segmenter_card(), example_network("tiny_segmenter.onnx"), "fedcba", "tiny-segmenter"};
}

// The k-th of a family of images, all different.
image::Plane wave(int k, int size = 32) {
  image::Plane plane{size, size, {}};
  for (int i = 0; i < size; ++i)
    for (int j = 0; j < size; ++j)
      plane.samples.push_back(static_cast<float>(std::sin((0.05 + 0.01 * k) * i + (0.07 + 0.003 * k) * j)));
  return plane;
}

std::vector<image::Plane> waves(int count) {
  std::vector<image::Plane> list;
  for (int k = 0; k < count; ++k) list.push_back(wave(k));
  return list;
}

bool same_bits(const std::vector<Output>& a, const std::vector<Output>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t k = 0; k < a.size(); ++k)
    if (a[k].shape != b[k].shape || a[k].values.size() != b[k].values.size() ||
        std::memcmp(a[k].values.data(), b[k].values.data(), a[k].values.size() * sizeof(float)) != 0)
      return false;
  return true;
}

Engine load(const Package& package, const EngineOptions& options = {}) {
  auto engine = Engine::load(package, options);
  if (!engine) throw std::runtime_error(engine.error().message);
  return std::move(*engine);
}

// What make_networks.py computed, without this engine.
void expect_as_numpy(const Output& output, const std::string& name) {
  std::ifstream file(kTestdata / "numpy_outputs.json");
  const auto expected = nlohmann::json::parse(file).at(name);
  ASSERT_EQ(output.values.size(), expected.at("count").get<std::size_t>());
  std::size_t at = 0;
  for (const auto& value : expected.at("values")) {
    EXPECT_NEAR(output.values.at(at), value.get<double>(), 2e-6) << name << " " << at;
    at += expected.at("stride").get<std::size_t>();
  }
  EXPECT_GE(at, output.values.size());  // the samples reach to the end
}

TEST(Engine, GivesWhatNumpyGives) {
  const std::vector<image::Plane> canary = {wave(0)};
  const auto outputs = load(classifier()).run(canary, kAll);
  ASSERT_TRUE(outputs) << outputs.error().message;
  for (std::size_t k = 0; k < kAll.size(); ++k) expect_as_numpy(outputs->at(0).at(k), kAll[k]);
  EXPECT_EQ(outputs->at(0).at(1).shape, (std::vector<int>{1, 2, 16, 16}));

  const std::vector<std::string> names = {"probabilities"};
  const auto masks = load(segmenter()).run(canary, names);
  ASSERT_TRUE(masks) << masks.error().message;
  expect_as_numpy(masks->at(0).at(0), "probabilities");
}

TEST(Engine, ActivationMapsAreExact) {
  const auto outputs = load(classifier()).run(std::vector{wave(3)}, kAll).value();
  const std::vector<double> bias = {0.3 * std::sin(0.4),
                                    0.3 * std::sin(2.1)};  // make_networks.py: weights(1, 2, phase=0.4)
  for (std::size_t label = 0; label < 2; ++label) {
    double sum = 0;
    for (std::size_t k = 0; k < 256; ++k) sum += static_cast<double>(outputs[0][1].values[label * 256 + k]);
    EXPECT_NEAR(outputs[0][0].values[label], sum / 256 + bias[label], 1e-6);
  }
}

TEST(Engine, SameBitsForAnyThreadsBatchAndNeighbours) {
  const std::vector<image::Plane> images = waves(23);
  const Engine one = load(classifier(), {.threads = 1, .cache_folder = {}});
  std::vector<std::vector<Output>> alone;
  for (const auto& image : images) alone.push_back(one.run(std::span(&image, 1), kAll).value().at(0));
  EXPECT_FALSE(same_bits(alone[0], alone[1]));
  for (const int threads : {1, 2, 3, 8}) {
    const Engine engine = load(classifier(), {.threads = threads, .cache_folder = {}});
    const auto batch = engine.run(images, kAll).value();
    ASSERT_EQ(batch.size(), images.size());
    for (std::size_t i = 0; i < images.size(); ++i)
      EXPECT_TRUE(same_bits(batch[i], alone[i])) << threads << " " << i;
  }
}

TEST(Engine, ServesManyCallersAtOnce) {
  const std::vector<image::Plane> images = waves(9);
  const Engine engine = load(classifier(), {.threads = 2, .cache_folder = {}});
  const auto expected = engine.run(images, kAll).value();
  std::vector<int> wrong(4, 0);
  {
    std::vector<std::jthread> callers;
    for (int& count : wrong)
      callers.emplace_back([&] {
        for (int round = 0; round < 20; ++round) {
          const auto got = engine.run(images, kAll);
          for (std::size_t i = 0; i < images.size(); ++i)
            if (!got || !same_bits(got->at(i), expected[i])) ++count;
        }
      });
  }
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

TEST(Engine, RefusesANetworkThatAnswersOtherwise) {
  Package package = classifier();
  package.card.canary[0].expected[1] += 0.01f;
  const auto engine = Engine::load(package, {});
  ASSERT_FALSE(engine);
  EXPECT_EQ(engine.error().code, base::ErrorCode::refused_model);
  EXPECT_NE(engine.error().message.find("does not answer the built-in image"), std::string::npos);
  package.card.canary[0].expected.assign(3, 0.2f);  // more than there are
  EXPECT_FALSE(Engine::load(package, {}));
}

TEST(Engine, RefusesANetworkUnlikeItsCard) {
  const auto refused = [](Package package, const std::string& why) {
    const auto engine = Engine::load(package, {});
    ASSERT_FALSE(engine) << why;
    EXPECT_EQ(engine.error().code, base::ErrorCode::refused_model);
    EXPECT_NE(engine.error().message.find(why), std::string::npos) << engine.error().message;
  };
  Package p = classifier();
  p.card.input.size = 64;
  refused(p, "input is not \"image\"");
  p = classifier();
  p.card.labels.pop_back();
  refused(p, "output \"logits\"");
  p = classifier();
  p.card.reference->mean.push_back(0);
  refused(p, "output \"features\"");
  p = segmenter();
  p.card.structures.pop_back();
  refused(p, "output \"probabilities\"");
  p = segmenter();
  p.weights = example_network();
  refused(p, "output \"probabilities\"");
  p = classifier();
  p.weights.resize(p.weights.size() / 2);
  refused(p, "damaged");
  p.weights.clear();
  refused(p, "damaged");
  p = classifier();
  p.weights = example_network("bomb_classifier.onnx");
  refused(p, "needs too much memory");
}

// Bytes that pass our own check, but make no sense to the library, end in a refusal as well.
TEST(Engine, SurvivesDamagedNetworks) {
  const base::Bytes good = example_network();
  int refused = 0;
  for (std::size_t i = 0; i < good.size(); i += 7) {
    Package package = classifier();
    package.weights[i] ^= std::byte{0x10};
    const auto engine = Engine::load(package, {.threads = 1, .cache_folder = {}});
    if (engine) continue;  // a name, or a weight without weight
    ++refused;
    EXPECT_EQ(engine.error().code, base::ErrorCode::refused_model);
  }
  EXPECT_GT(refused, 40);
}

TEST(Engine, ItsInputHasTheSizeOfTheCard) {
  const Engine engine = load(classifier());
  EXPECT_FALSE(engine.run(std::vector{wave(0, 31)}, kAll));
  image::Plane lies = wave(0);
  lies.samples.resize(10);
  EXPECT_FALSE(engine.run(std::vector{lies}, kAll));
  EXPECT_FALSE(engine.run(waves(1), std::vector<std::string>{"probabilities"}));
  EXPECT_TRUE(engine.run({}, kAll).value().empty());
}

TEST(Engine, NeverTakesOrGivesANumberThatIsNone) {
  const Engine engine = load(classifier());
  for (const float value : {std::nanf(""), INFINITY, 3e38f}) {  // the last overflows inside the network
    image::Plane bad = wave(0);
    for (float& sample : bad.samples) sample = value;
    const auto outputs = engine.run(std::vector{bad}, kAll);
    ASSERT_FALSE(outputs) << value;
    EXPECT_NE(outputs.error().message.find("not a number"), std::string::npos);
  }
}

class EngineCache : public testing::Test {
 protected:
  std::vector<fs::path> files() const {
    std::vector<fs::path> list;
    for (const auto& entry : fs::directory_iterator(temp.path())) list.push_back(entry.path());
    return list;
  }
  TempFolder temp;
  EngineOptions options{.threads = 2, .cache_folder = temp.path()};
};

TEST_F(EngineCache, GivesTheSameBitsAsCompiling) {
  const std::vector<image::Plane> images = waves(5);
  const auto compiled = load(classifier()).run(images, kAll).value();
  load(classifier(), options);
  ASSERT_EQ(files().size(), 1u);
  const auto written = fs::last_write_time(files()[0]);
  for (const int threads : {1, 2}) {
    const Engine kept = load(classifier(), {.threads = threads, .cache_folder = temp.path()});
    const auto outputs = kept.run(images, kAll).value();
    for (std::size_t i = 0; i < images.size(); ++i) EXPECT_TRUE(same_bits(outputs[i], compiled[i]));
  }
  EXPECT_EQ(fs::last_write_time(files()[0]), written);  // it was used, not made anew
}

TEST_F(EngineCache, HoldsOneFileForEachPackage) {
  load(classifier(), options);
  Package other = classifier();
  other.sha256 = "another";
  load(other, options);
  EXPECT_EQ(files().size(), 2u);
}

TEST_F(EngineCache, ADamagedFileIsMadeAnew) {
  load(classifier(), options);
  const fs::path file = files().at(0);
  const std::string good = base::read_text(file, 1 << 24).value();
  std::vector<std::string> damaged = {"", "roentgen network 2\n", std::string(200, 'x'),
                                      good.substr(0, good.size() - 1), good + "x"};
  for (const std::size_t at :
       {std::size_t{3}, std::size_t{40}, std::size_t{130}, good.size() / 2, good.size() - 1}) {
    damaged.push_back(good);
    damaged.back()[at] = static_cast<char>(damaged.back()[at] ^ 4);
  }
  for (const std::string& bytes : damaged) {
    ASSERT_TRUE(base::write_text(file, bytes));
    load(classifier(), options);
    EXPECT_TRUE(read_cache(file));
  }
}

TEST_F(EngineCache, OnlyTheNewestOfAPackageStay) {
  for (int version = 0; version < 6; ++version) {
    Package other = classifier();
    other.sha256 = "version " + std::to_string(version);
    load(other, options);
  }
  EXPECT_EQ(files().size(), 4u);
}

// The program's own way: weights are read only where there is no compiled network.
TEST_F(EngineCache, WeightsMayStayOnDisk) {
  const fs::path folder = temp / "packages/tiny";
  ASSERT_TRUE(write_package(folder, classifier().card, example_network()));
  const Package package = load_package(folder, Weights::leave_on_disk).value();
  for (int round = 0; round < 2; ++round)
    expect_as_numpy(load(package, options).run(std::vector{wave(0)}, kAll).value()[0][0], "logits");
  ASSERT_TRUE(base::write_text(folder / "model.onnx", "something else"));
  load(package, options);  // compiled before
  const auto engine = Engine::load(package, {});
  ASSERT_FALSE(engine);
  EXPECT_EQ(engine.error().code, base::ErrorCode::refused_model);
}

// A file that is whole, but does not hold what its name says.
TEST_F(EngineCache, ACompiledNetworkOfAnotherPackageIsNotUsed) {
  load(segmenter(), options);
  const auto foreign = read_cache(files().at(0)).value();
  load(classifier(), options);
  for (const fs::path& file : files()) {
    write_cache(file, foreign.network());
    write_cache(file, std::as_bytes(std::span("not a network")));
  }
  const auto outputs = load(classifier(), options).run(std::vector{wave(0)}, kAll).value();
  expect_as_numpy(outputs[0][0], "logits");
  for (const fs::path& file : files()) write_cache(file, foreign.network());
  expect_as_numpy(load(classifier(), options).run(std::vector{wave(0)}, kAll).value()[0][0], "logits");
}

TEST_F(EngineCache, AFolderThatCannotBeWrittenIsNoError) {
  load(classifier(), {.threads = 1, .cache_folder = "/proc/nowhere"});
  ASSERT_TRUE(base::write_text(temp / "file", "x"));
  load(classifier(), {.threads = 1, .cache_folder = temp / "file"});
}

}  // namespace
}  // namespace roentgen::model
