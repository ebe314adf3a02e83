// One training of a recipe with one seed.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "training/backbone.h"
#include "training/detector.h"
#include "training/films.h"
#include "training/job.h"
#include "training/networks.h"
#include "training/run.h"
#include "training/trainer.h"

namespace roentgen::training {

// The network of the recipe's task; exactly one is there.
struct Network {
  std::optional<Classifier> classifier;
  std::optional<Segmenter> segmenter;
  std::optional<Detector> detector;
  torch::nn::Module& module() {
    if (detector) return **detector;
    return classifier ? static_cast<torch::nn::Module&>(**classifier) : **segmenter;
  }
};

struct SeedRun {
  Network network;  // with its best weights
  Job job;          // of that network; refers to the recipe and the films
  Trained trained;
};

// The device, the threads and the folder OUT, as the options want them.
base::Result<void> prepare_run(const RunOptions& options);

base::Result<TrainingFilms> load_with_progress(const Recipe& recipe, const std::filesystem::path& data);

// The network's arguments as the backbone and the recipe want them; notes the backbone in the recipe's card.
base::Result<NetworkArguments> network_arguments(Recipe& recipe, const Backbone& backbone);

// One bar an epoch; it stays on the screen with the epoch's figures, and a line of them in the log.
std::function<void(const EpochReport&)> show_epochs(const Recipe& recipe, const std::string& figure,
                                                    const std::filesystem::path& log);

// From the backbone (and, a classifier, from its teachers), whose name and hash go into the recipe's card.
// Shows epochs on stderr and writes them to OUT/log<ending>.jsonl; the checkpoint is
// OUT/checkpoint<ending>-<seed>.pt. Sets recipe.seed.
base::Result<SeedRun> train_seed(Recipe& recipe, const TrainingFilms& films, std::uint64_t seed,
                                 const RunOptions& options, const std::string& ending = "",
                                 const std::vector<Classifier>& teachers = {});

// A classifier for each seed of `teachers`, and one of `seed` that learns from them all (distil.h).
base::Result<SeedRun> train_student(Recipe& recipe, const TrainingFilms& films,
                                    const std::vector<std::uint64_t>& teachers, std::uint64_t seed,
                                    const RunOptions& options, const std::string& ending = "");

}  // namespace roentgen::training
