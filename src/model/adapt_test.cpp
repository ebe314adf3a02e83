// Networks exported from PyTorch (testdata/make_foreign.py) against what PyTorch says of the same picture.
#include "model/adapt.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "image/codec.h"
#include "model/engine.h"
#include "model/example_for_test.h"
#include "model/onnx_check.h"
#include "model/onnx_graph.h"
#include "model/pack.h"
#include "model/preprocess.h"

namespace roentgen::model {
namespace {

const std::filesystem::path kForeign = kTestdata / "foreign";

base::Bytes foreign(const std::string& file) {
  return base::read_file(kForeign / file, 1 << 20).value();
}

std::vector<double> pytorch(const std::string& file) {
  const auto all = nlohmann::json::parse(base::read_text(kForeign / "expected.json", 1 << 20).value());
  return all.at(file).get<std::vector<double>>();
}

Card card_for(const Adapted& adapted, std::size_t labels) {
  Card card = example_card();
  card.name = "foreign";
  card.labels.clear();
  for (std::size_t k = 0; k < labels; ++k) card.labels.push_back(example_label("L" + std::to_string(k), "x"));
  card.reference.reset();
  card.input = {adapted.size, Fit::stretch, 0, 100};
  return card;
}

// Packs, opens and runs it on the picture: one list of values per output.
std::vector<Output> run(const Adapted& adapted, const Card& card) {
  const TempFolder temp;
  const auto sha256 = pack_network(temp / card.name, card, adapted.onnx);
  EXPECT_TRUE(sha256) << sha256.error().message;
  if (!sha256) return {};
  const auto package = load_package(temp / card.name).value();
  EXPECT_EQ(package.sha256, *sha256);
  const auto engine = Engine::load(package, {.threads = 1, .cache_folder = {}});
  const auto film = image::decode_raster(base::read_file(kForeign / "picture.png", 1 << 20).value()).value();
  const image::Plane input = prepare(film, card.input).input;
  const std::vector<std::string> names = card.task == Task::segmentation
                                             ? std::vector<std::string>{"probabilities"}
                                             : std::vector<std::string>{"logits", "maps", "features"};
  return engine->run(std::span(&input, 1), names).value().front();
}

double log_odds(double p) {
  return std::log(p / (1 - p));
}

double mean_of_map(const Output& maps, std::size_t label) {
  const auto pixels = static_cast<std::size_t>(maps.shape[2] * maps.shape[3]);
  double sum = 0;
  for (std::size_t i = 0; i < pixels; ++i) sum += maps.values[label * pixels + i];
  return sum / static_cast<double>(pixels);
}

TEST(Adapt, OneChannelFedWithLargeNumbersSaysWhatPyTorchSays) {
  const auto adapted =
      adapt_classifier(foreign("grey.onnx"), {.recipe = {-1024, 1024, {}, {}}, .kept = {true, true, true}});
  ASSERT_TRUE(adapted) << adapted.error().message;
  EXPECT_EQ(adapted->channels, 1);
  EXPECT_TRUE(adapted->has_maps);
  EXPECT_EQ(adapted->producer, "pytorch 1.13.0");
  const auto outputs = run(*adapted, card_for(*adapted, 3));
  const auto expected = pytorch("grey.onnx");
  for (std::size_t k = 0; k < 3; ++k)
    EXPECT_NEAR(outputs[0].values[k], expected[k], 1e-3 + 1e-4 * std::abs(expected[k]));
  // Class activation maps: they differ from their label's logit by the bias of the head alone.
  EXPECT_EQ(outputs[1].shape, (std::vector<int>{1, 3, 16, 16}));
  EXPECT_EQ(outputs[2].shape, (std::vector<int>{1, 12}));
  const auto other =
      adapt_classifier(foreign("grey.onnx"), {.recipe = {0, 1, {}, {}}, .kept = {true, true, true}});
  const auto dim = run(*other, card_for(*other, 3));
  for (std::size_t k = 0; k < 3; ++k)
    EXPECT_NEAR(outputs[0].values[k] - mean_of_map(outputs[1], k), dim[0].values[k] - mean_of_map(dim[1], k),
                0.01);
}

TEST(Adapt, ThreeChannelsWithMeanAndDeviationAndASoftmaxOfTwo) {
  const InputRecipe recipe{0, 1, {0.485, 0.456, 0.406}, {0.229, 0.224, 0.225}};
  for (const Scores scores : {Scores::softmax, Scores::probabilities}) {
    const auto adapted =
        adapt_classifier(foreign("colour.onnx"), {.recipe = recipe, .scores = scores, .kept = {false, true}});
    ASSERT_TRUE(adapted) << adapted.error().message;
    EXPECT_EQ(adapted->channels, 3);
    EXPECT_TRUE(adapted->has_maps);
    const auto outputs = run(*adapted, card_for(*adapted, 1));
    ASSERT_EQ(outputs[0].values.size(), 1u);
    EXPECT_NEAR(outputs[0].values[0], log_odds(pytorch("colour.onnx")[1]), 1e-4);
  }
}

TEST(Adapt, OpenSizesAreFixedAndASigmoidIsTakenBack) {
  const auto adapted = adapt_classifier(foreign("open.onnx"),
                                        {.size = 64, .scores = Scores::probabilities, .kept = {true, true}});
  ASSERT_TRUE(adapted) << adapted.error().message;
  EXPECT_TRUE(adapted->has_maps);
  const auto outputs = run(*adapted, card_for(*adapted, 2));
  for (std::size_t k = 0; k < 2; ++k)
    EXPECT_NEAR(outputs[0].values[k], log_odds(pytorch("open.onnx")[k]), 1e-4);
  const auto larger = adapt_classifier(foreign("open.onnx"),
                                       {.size = 96, .scores = Scores::probabilities, .kept = {true, true}});
  EXPECT_EQ(run(*larger, card_for(*larger, 2))[1].shape, (std::vector<int>{1, 2, 24, 24}));
}

TEST(Adapt, WithoutAMeanOverThePictureThereIsNothingToShow) {
  const auto adapted = adapt_classifier(foreign("flat.onnx"), {.kept = {true, false, true}});
  ASSERT_TRUE(adapted) << adapted.error().message;
  EXPECT_FALSE(adapted->has_maps);
  const auto outputs = run(*adapted, card_for(*adapted, 2));
  const auto expected = pytorch("flat.onnx");
  EXPECT_NEAR(outputs[0].values[0], expected[0], 1e-4);
  EXPECT_NEAR(outputs[0].values[1], expected[2], 1e-4);
  EXPECT_EQ(outputs[1].shape, (std::vector<int>{1, 2, 1, 1}));
  EXPECT_EQ(outputs[1].values, outputs[0].values);  // so the mean of the map is the logit here, too
}

TEST(Adapt, ClassesThatShutEachOtherOutBecomeLogOddsOfTheirSoftmax) {
  const auto adapted = adapt_classifier(foreign("classes.onnx"),
                                        {.scores = Scores::softmax, .kept = {true, true, true, true}});
  ASSERT_TRUE(adapted) << adapted.error().message;
  const auto outputs = run(*adapted, card_for(*adapted, 4));
  const auto scores = pytorch("classes.onnx");
  double sum = 0;
  for (const double score : scores) sum += std::exp(score);
  for (std::size_t k = 0; k < 4; ++k)
    EXPECT_NEAR(outputs[0].values[k], std::clamp(log_odds(std::exp(scores[k]) / sum), -13.9, 13.9), 0.02);
}

TEST(Adapt, SegmentersGetABackground) {
  const auto outlines = adapt_segmenter(foreign("outlines.onnx"), {.structures = 2});
  ASSERT_TRUE(outlines) << outlines.error().message;
  Card card = example_segmenter_card();
  card.input = {64, Fit::stretch, 0, 100};
  const auto outputs = run(*outlines, card);
  ASSERT_EQ(outputs[0].values.size(), 3u * 64 * 64);
  const auto softmax = pytorch("outlines.onnx");
  for (std::size_t i = 0; i < softmax.size(); ++i) EXPECT_NEAR(outputs[0].values[i * 97], softmax[i], 1e-4);
  const auto mask = adapt_segmenter(foreign("mask.onnx"), {.structures = 1});
  ASSERT_TRUE(mask) << mask.error().message;
  card.structures.resize(1);
  const auto one = run(*mask, card);
  const auto expected = pytorch("mask.onnx");
  for (std::size_t i = 0; i < expected.size(); ++i)
    EXPECT_NEAR(one[0].values[64 * 64 + i * 97], expected[i], 1e-4);
}

TEST(Adapt, ClashingNamesGiveWay) {
  const auto plain = adapt_classifier(foreign("grey.onnx"), {.kept = {true, true, true}});
  const auto clash = adapt_classifier(foreign("names.onnx"), {.kept = {true, true, true}});
  ASSERT_TRUE(clash) << clash.error().message;
  EXPECT_EQ(run(*plain, card_for(*plain, 3))[0].values, run(*clash, card_for(*clash, 3))[0].values);
}

TEST(Adapt, SaysWhyANetworkCannotBecomeAPackage) {
  const auto why = [](const std::string& file, const AdaptSpec& spec) {
    const auto adapted = adapt_classifier(foreign(file), spec);
    return adapted ? std::string("accepted") : adapted.error().message;
  };
  const std::vector<bool> two{true, true};
  const auto contains = [](const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << text;
  };
  contains(why("two_channels.onnx", {.kept = two}), "1 channel (grey) or 3");
  contains(why("oblong.onnx", {.kept = two}), "only square");
  contains(why("batch.onnx", {.kept = two}), "[4, 1, 64, 64]; it must take one image");
  contains(why("open.onnx", {.kept = two}), "any size");
  contains(why("grey.onnx", {.size = 128, .kept = {true, true, true}}), "cannot be given 128");
  contains(why("grey.onnx", {.kept = two}), "with 2 labels it would have to be [any, 2]");
  contains(why("outlines.onnx", {.kept = two}), "its output is [1, 3, 64, 64]");
  contains(why("colour.onnx", {.recipe = {0, 1, {1, 2}, {}}, .kept = two}), "one for each of the 3 channels");
  contains(why("grey.onnx", {.input = "other", .output = "other", .kept = {true, true, true}}),
           "name one of");
  EXPECT_FALSE(adapt_segmenter(foreign("grey.onnx"), {.structures = 2}));
}

TEST(OnnxGraph, CopiesWhatItDoesNotChange) {
  for (const char* file : {"grey.onnx", "colour.onnx", "outlines.onnx"}) {
    const auto graph = read_onnx(foreign(file));
    ASSERT_TRUE(graph);
    const base::Bytes once = write_onnx(*graph);
    EXPECT_TRUE(check_onnx(once));
    EXPECT_EQ(write_onnx(*read_onnx(once)), once);
  }
}

}  // namespace
}  // namespace roentgen::model
