// Where a training stands after a whole epoch. Random numbers need no state (see base/random.h).
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "training/weights.h"

namespace roentgen::training {

struct Checkpoint {
  int epoch = 0;  // whole epochs done
  double best = -1;
  int best_epoch = 0;
  std::string recipe_key;  // a checkpoint of another recipe or data is refused
  Weights now, average, best_weights;
};

// Written beside the target and renamed; the optimizer's state is part of the file.
base::Result<void> save_checkpoint(const std::filesystem::path& path, const Checkpoint& state,
                                   const torch::optim::Optimizer& optimizer);
base::Result<Checkpoint> load_checkpoint(const std::filesystem::path& path,
                                         torch::optim::Optimizer& optimizer);

}  // namespace roentgen::training
