// Learning from films without labels: two changed views of a film shall look alike to the network, and no
// number of its answer may be idle or repeat another (VICReg: Bardes, Ponce, LeCun, ICLR 2022).
#pragma once

#include <filesystem>

#include "base/result.h"
#include "training/run.h"

namespace roentgen::training {

// From the backbone, the films, the augmentation and the training of a recipe for classification; its labels
// teach nothing. Films of train are learned from, the loss on val chooses the epoch. Writes a backbone that
// other recipes can name (backbone.h): OUT/<name>.json and OUT/<name>.safetensors. Returns the former.
base::Result<std::filesystem::path> pretrain(const std::filesystem::path& recipe, const RunOptions& options);

}  // namespace roentgen::training
