#include "training/trainer.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

#include "base/random.h"
#include "training/augment.h"
#include "training/networks.h"
#include "training/weights.h"

namespace roentgen::training {
namespace {

constexpr int kSide = 64;

// A bright disc in the upper half (label 1) or the lower half (label 0), on noise.
TrainingFilm disc(bool up, std::uint64_t number) {
  base::Random random{42, number};
  TrainingFilm film;
  film.grey = {kSide, kSide, std::vector<std::uint8_t>(kSide * kSide)};
  film.mask = {kSide, kSide, std::vector<std::uint8_t>(kSide * kSide)};
  const double y = (up ? 18 : 46) + random.uniform(-6, 6), x = random.uniform(16, 48);
  for (int r = 0; r < kSide; ++r)
    for (int c = 0; c < kSide; ++c) {
      const bool inside = (r - y) * (r - y) + (c - x) * (c - x) < 100;
      film.grey.at(r, c) = static_cast<std::uint8_t>(random.uniform(0, 100) + (inside ? 140 : 0));
      film.mask.at(r, c) = inside ? 1 : 0;
    }
  film.truth = {up ? 1.0F : 0.0F};
  film.patient = std::to_string(number);
  return film;
}

TrainingFilms discs(bool masks) {
  TrainingFilms films;
  for (std::uint64_t i = 0; i < 48; ++i) (i < 32 ? films.train : films.val).push_back(disc(i % 2 == 0, i));
  if (!masks)
    for (auto* part : {&films.train, &films.val})
      for (TrainingFilm& film : *part) film.mask = {};
  return films;
}

Recipe small_recipe() {
  Recipe recipe;
  recipe.card.name = "discs";
  recipe.card.input.size = kSide;
  recipe.card.labels.resize(1);
  recipe.card.structures.resize(1);
  recipe.data.resize(1);
  recipe.width = 0.35;
  recipe.epochs = 3;
  recipe.batch = 8;
  recipe.learning_rate = 3e-3;
  recipe.average = 0.5;
  recipe.augment = {.rotate_degrees = 5, .scale = 0.05, .gamma = 0.2, .noise = 0.05, .erase = 0.2};
  return recipe;
}

NetworkArguments small_network(int outputs) {
  NetworkArguments arguments;
  arguments.width = 0.35;
  arguments.outputs = outputs;
  return arguments;
}

std::filesystem::path scratch(const char* name) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("roentgen_" + std::string(name) + std::to_string(::getpid()));
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

TEST(Trainer, ResumedRunGivesTheSameBitsAsAnUninterruptedOne) {
  const TrainingFilms films = discs(false);
  const Recipe recipe = small_recipe();
  const auto folder = scratch("resume");
  const auto run = [&](const char* name, bool resume, int stop_in_epoch) {
    torch::manual_seed(1);
    Classifier network(small_network(1));
    Job job = classification_job(recipe, films, network.ptr(), torch::kCPU, false);
    TrainerOptions options{folder / name, resume, "cpu", [&](const EpochReport& report) {
                             if (report.epoch == stop_in_epoch) throw std::runtime_error("power cut");
                           }};
    const auto done = train(recipe, films, job, options);
    EXPECT_EQ(done.has_value(), stop_in_epoch == 0);
    return weights_of(*network);
  };
  const Weights whole = run("whole", false, 0);
  run("broken", false, 2);
  const Weights resumed = run("broken", true, 0);
  ASSERT_EQ(whole.size(), resumed.size());
  for (std::size_t i = 0; i < whole.size(); ++i) EXPECT_TRUE(torch::equal(whole[i], resumed[i])) << i;
  std::filesystem::remove_all(folder);
}

// Cut off just when an epoch is told, before anyone could write it down: going on tells it again.
TEST(Trainer, AnEpochCutOffWhileItIsToldIsDoneAndToldAgain) {
  const TrainingFilms films = discs(false);
  const Recipe recipe = small_recipe();
  const auto folder = scratch("told");
  std::vector<int> told;
  for (const int cut : {2, 0}) {
    torch::manual_seed(1);
    Classifier network(small_network(1));
    Job job = classification_job(recipe, films, network.ptr(), torch::kCPU, false);
    const TrainerOptions options{folder / "checkpoint.pt", true, "cpu", [&](const EpochReport& report) {
                                   if (report.figure < 0) return;
                                   if (report.epoch == cut) throw std::runtime_error("power cut");
                                   told.push_back(report.epoch);
                                 }};
    EXPECT_EQ(train(recipe, films, job, options).has_value(), cut == 0);
  }
  EXPECT_EQ(told, (std::vector{1, 2, 3}));
  std::filesystem::remove_all(folder);
}

TEST(Trainer, SegmenterLearnsDiscs) {
  const TrainingFilms films = discs(true);
  Recipe recipe = small_recipe();
  recipe.epochs = 12;
  recipe.patience = 12;
  const auto folder = scratch("segment");
  torch::manual_seed(1);
  Segmenter network(small_network(2));
  Job job = segmentation_job(recipe, films, network.ptr(), torch::kCPU, false);
  const auto done = train(recipe, films, job, {folder / "c.pt", false, {}, {}});
  ASSERT_TRUE(done.has_value());
  EXPECT_GT(done->best, 0.7);  // an untrained one has below 0.2
  std::filesystem::remove_all(folder);
}

// The statistics of the batch norms, which no gradient moves, stay as they came only where the recipe says
// so.
TEST(Trainer, FrozenBatchStatisticsStayWhileTheWeightsLearn) {
  const TrainingFilms films = discs(false);
  const auto folder = scratch("frozen");
  for (const bool frozen : {true, false}) {
    Recipe recipe = small_recipe();
    recipe.frozen_batch_norm = frozen;
    recipe.epochs = 1;
    torch::manual_seed(1);
    Classifier network(small_network(1));
    const auto& part = network->trunk.stages[4].convs[1];
    const auto mean = part.norm->running_mean.clone(), weight = part.conv->weight.detach().clone();
    Job job = classification_job(recipe, films, network.ptr(), torch::kCPU, false);
    ASSERT_TRUE(train(recipe, films, job, {folder / (frozen ? "a.pt" : "b.pt"), false, {}, {}}));
    EXPECT_EQ(torch::equal(part.norm->running_mean, mean), frozen);
    EXPECT_FALSE(torch::equal(part.conv->weight.detach(), weight));
  }
  std::filesystem::remove_all(folder);
}

TEST(Trainer, ACheckpointOfAnotherRecipeIsRefused) {
  const TrainingFilms films = discs(false);
  Recipe recipe = small_recipe();
  recipe.epochs = 1;
  const auto folder = scratch("other");
  Classifier network(small_network(1));
  Job job = classification_job(recipe, films, network.ptr(), torch::kCPU, false);
  ASSERT_TRUE(train(recipe, films, job, {folder / "c.pt", false, {}, {}}).has_value());
  const auto refused = [&](const Recipe& other, const TrainingFilms& others, const std::string& setting) {
    const auto tried = train(other, others, job, {folder / "c.pt", true, setting, {}});
    return !tried.has_value() && tried.error().code == base::ErrorCode::usage;
  };
  EXPECT_FALSE(refused(recipe, films, ""));
  EXPECT_TRUE(refused(recipe, films, "cpu, bfloat16"));
  Recipe other = recipe;
  other.seed = 2;
  EXPECT_TRUE(refused(other, films, ""));
  other = recipe;
  other.sha256 = "another word somewhere";
  EXPECT_TRUE(refused(other, films, ""));
  TrainingFilms changed = films;
  changed.train[3].grey.samples[5] ^= 1;
  EXPECT_TRUE(refused(recipe, changed, ""));
  changed = films;
  changed.val[0].truth[0] = -1;
  EXPECT_TRUE(refused(recipe, changed, ""));
  std::filesystem::remove_all(folder);
}

TEST(Augment, IsTheSameForTheSameKeyAndMovesTheMaskWithThePicture) {
  const TrainingFilm film = disc(true, 3);
  AugmentSpec spec{.rotate_degrees = 20, .scale = 0.2, .shift = 0.2};
  const auto changed = [&](std::uint64_t key) {
    return augment(film.grey, film.mask, spec, base::Random{1, 2, key});
  };
  const Augmented a = changed(3);
  EXPECT_EQ(a.input, changed(3).input);
  EXPECT_NE(a.input, changed(4).input);
  double inside = 0, outside = 0, n_inside = 0, n_outside = 0;
  for (std::size_t i = 0; i < a.mask.samples.size(); ++i) {
    (a.mask.samples[i] ? inside : outside) += a.input.samples[i];
    ++(a.mask.samples[i] ? n_inside : n_outside);
  }
  ASSERT_GT(n_inside, 50);
  EXPECT_GT(inside / n_inside, outside / n_outside + 0.8);  // the disc is still bright where the mask says so
}

}  // namespace
}  // namespace roentgen::training
