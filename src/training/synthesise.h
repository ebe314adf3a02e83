// A generator from start to end: recipe and films in, a labelled set of pictures that no patient has out.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "training/run.h"

namespace roentgen::training {

// OUT becomes a set: metadata.csv (patient synthetic-000001 …, source synthetic, split train, synthetic 1,
// the recipe's columns) and images/, each picture marked (image/synthetic_mark.h) and with a PNG text of its
// origin; beside them grid.png, nearest.json, nearest.html and checkpoint.pt. Pictures taken for copies of a
// training film are left out. `count` 0: the recipe's. Of the options data, out, resume, seed and threads
// count. The check for copies in words.
base::Result<std::string> synthesise(const std::filesystem::path& recipe, int count,
                                     const RunOptions& options);

}  // namespace roentgen::training
