// Whole runs: the model room's tiny networks over the sample set of this repository.
#include "evaluation/evaluate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "evaluation/evaluation_text.h"
#include "evaluation/outcome.h"
#include "evaluation/outlined.h"
#include "model/example_for_test.h"
#include "model/preprocess.h"

namespace roentgen::evaluation {
namespace {

const std::filesystem::path kSet = "samples/data/chest_tiny";

model::Package classifier() {
  model::Package package{model::example_card(), model::example_network(), "0123", "tiny-classifier"};
  package.card.labels[0].column = "Effusion";
  package.card.labels[1].name = "Other";  // the set has a column Mass, which would do
  package.card.labels[1].column = "no_such_column";
  return package;
}

model::Package segmenter() {
  return {model::example_segmenter_card(), model::example_network("tiny_segmenter.onnx"), "4567",
          "tiny-segmenter"};
}

dataset::PictureTable sample_set() {
  return {.table = dataset::read_table(kSet).value(), .images = {}};
}

EvaluationOptions quick(int threads) {
  EvaluationOptions options;
  options.metrics.samples = 50;
  options.metrics.threads = threads;
  return options;
}

Evaluation run(const model::Package& package, const dataset::PictureTable& set, int threads = 2) {
  const auto engine = model::Engine::load(package, {.threads = threads, .cache_folder = {}});
  if (!engine) throw std::runtime_error(engine.error().message);
  auto result = evaluate(*engine, set, "all", quick(threads));
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}

bool mentions(const std::vector<std::string>& remarks, const std::string& words) {
  return std::any_of(remarks.begin(), remarks.end(),
                     [&](const auto& remark) { return remark.find(words) != std::string::npos; });
}

TEST(EvaluateClassifier, ScoresAreCalibratedProbabilities) {
  const auto set = sample_set();
  const auto result = run(classifier(), set);
  EXPECT_EQ(result.data, "chest_tiny");
  EXPECT_EQ(result.films, set.table.films.size());
  EXPECT_TRUE(mentions(result.remarks, "not evaluated: Other (no column \"no_such_column\")"));
  // The first film by hand: p = 1 / (1 + exp(-(1.25 logit - 0.5))).
  const auto engine = model::Engine::load(classifier(), {.threads = 1, .cache_folder = {}});
  const auto picture = dataset::read_image(set, 0);
  const std::vector<image::Plane> input{model::prepare(*picture, engine->card().input).input};
  const std::vector<std::string> names{"logits"};
  const auto outputs = engine->run(input, names);
  const double logit = (*outputs)[0][0].values[0];
  EXPECT_NEAR(std::stod(result.scores.rows[0][2]), 1 / (1 + std::exp(-(1.25 * logit - 0.5))), 6e-6);
  EXPECT_EQ(result.scores.rows[0][3], set.table.films[0].values.at("Effusion"));
  EXPECT_EQ(result.scores.rows[0][5], "");
}

TEST(EvaluateClassifier, ThreadsDoNotShow) {
  const auto set = sample_set();
  EXPECT_EQ(to_json(run(classifier(), set, 1)), to_json(run(classifier(), set, 3)));
}

TEST(EvaluateClassifier, UnreadableFilmsAreNamedAndLeftOut) {
  auto set = sample_set();
  set.table.films[1].image = "missing.jpg";
  set.table.films[2].patient.clear();
  const auto result = run(classifier(), set);
  EXPECT_EQ(result.films, set.table.films.size() - 1);
  ASSERT_EQ(result.failures.size(), 1U);
  EXPECT_NE(result.failures[0].subject.find("missing.jpg"), std::string::npos);
  EXPECT_TRUE(mentions(result.remarks, "1 film has no patient"));
}

TEST(EvaluateClassifier, NothingToCompareIsSaid) {
  auto package = classifier();
  package.card.labels[0].name = "Another";
  package.card.labels[0].column = "no_such_column_either";
  const auto engine = model::Engine::load(package, {.threads = 1, .cache_folder = {}});
  const auto result = evaluate(*engine, sample_set(), "all", quick(1));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, base::ErrorCode::unusable_input);
}

TEST(EvaluateClassifier, OneLabelOfAMedmnistFile) {
  const std::filesystem::path file = "../shared/data/medmnist/pneumoniamnist.npz";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "needs the reference data in ../shared/data";
  auto package = classifier();
  package.card.labels[0].column = "label";
  const auto whole = dataset::read_medmnist(file);
  const auto set = dataset::of_split(*whole, "test");
  ASSERT_TRUE(set);
  const auto result = run(package, *set);
  EXPECT_EQ(result.films, 291U);
  EXPECT_EQ(result.metrics.front().n, 291);
  EXPECT_EQ(result.metrics.front().positives, 175);
}

TEST(EvaluateSegmenter, AgainstTheMasksOfTheSet) {
  const auto set = sample_set();
  const auto result = run(segmenter(), set);
  EXPECT_EQ(result.films, set.table.films.size());
  EXPECT_TRUE(mentions(result.remarks, "convention of the outlines"));
  const auto lungs = std::find_if(result.metrics.begin(), result.metrics.end(), [](const auto& row) {
    return row.metric == "dice" && row.label == kLungs;
  });
  ASSERT_NE(lungs, result.metrics.end());
  EXPECT_EQ(lungs->n, static_cast<int>(result.films));
  EXPECT_GE(lungs->value, 0.0);
  EXPECT_LE(lungs->value, 1.0);
  EXPECT_EQ(to_json(result), to_json(run(segmenter(), set, 1)));
}

TEST(EvaluateSegmenter, ASetWithoutMasksIsRefusedAndSaysSo) {
  auto set = sample_set();
  set.table.folder = "samples/films";  // neither masks.json nor masks/ there
  set.table.films[0].patient.clear();
  const auto engine = model::Engine::load(segmenter(), {.threads = 1, .cache_folder = {}});
  const auto result = evaluate(*engine, set, "all", quick(1));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, base::ErrorCode::unusable_input);
  const auto outcome = evaluate_or_tell(*engine, set, "all", quick(1));
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.evaluation.package, "tiny-segmenter");
  EXPECT_EQ(outcome.evaluation.films, 0U);
  EXPECT_TRUE(outcome.evaluation.metrics.empty());
  EXPECT_TRUE(mentions(outcome.evaluation.remarks, "1 film has no patient"));
  EXPECT_TRUE(outcome.evaluation.remarks.back().ends_with(outcome.error->message));
  EXPECT_NE(to_json(outcome.evaluation).find("\"metrics\": []"), std::string::npos);
}

// A card without a heart measures no ratio: the column ctr is then nothing to it.
TEST(EvaluateSegmenter, ARatioOfTheTableNeedsAHeart) {
  auto set = sample_set();
  for (auto& film : set.table.films) film.values[kRatioColumn] = "0.5";
  const auto result = run(segmenter(), set);
  EXPECT_TRUE(
      std::ranges::none_of(result.metrics, [](const auto& row) { return row.label == kRatioColumn; }));
}

}  // namespace
}  // namespace roentgen::evaluation
