// The training loop: AdamW, warm-up and cosine decay, a moving average of the weights, early stopping,
// checkpoints.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "base/result.h"
#include "training/job.h"

namespace roentgen::training {

struct EpochReport {
  int epoch = 0;  // counted from 1
  int epochs = 0;
  std::size_t step = 0;  // of `steps` in this epoch
  std::size_t steps = 0;
  double loss = 0;     // mean of this epoch so far
  double figure = -1;  // validation, once the epoch is over (step == steps), else -1
  double best = -1;
  int best_epoch = 0;
};

struct TrainerOptions {
  std::filesystem::path checkpoint;  // written after each epoch
  bool resume = false;               // go on from the checkpoint if there is one
  std::string setting;               // device and precision: a checkpoint of another one is refused
  std::function<void(const EpochReport&)> report;
};

struct Trained {
  int epochs = 0;
  int best_epoch = 0;
  double best = 0;
};

// Leaves the best averaged weights in job.module. Same recipe, data, build and device: the same bits, resumed
// or not (float32). `cancelled` on Ctrl-C: the checkpoint of the last whole epoch stays.
base::Result<Trained> train(const Recipe& recipe, const TrainingFilms& films, Job& job,
                            const TrainerOptions& options);

}  // namespace roentgen::training
