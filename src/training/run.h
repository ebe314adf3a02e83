// A whole training: recipe and films in, model package out.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace roentgen::training {

struct RunOptions {
  std::filesystem::path data;
  std::filesystem::path out;
  bool resume = false;
  std::string device = "cpu";
  std::string precision = "float32";
  int epochs = 0;  // 0: the recipe's
  std::optional<std::uint64_t> seed;
  std::vector<std::string> leave_out;  // sources or sets that the network is measured on instead
  int threads = 0;                     // 0: all physical cores
  // A package whose network is taken as it is: nothing is trained, the rest of the card is made anew from the
  // recipe and the data. Empty: train.
  std::filesystem::path network;
};

// The folder of the package. Shows progress on stderr. Beside the package OUT holds log.jsonl (journal.h) and
// report.html (report.h).
base::Result<std::filesystem::path> run(const std::filesystem::path& recipe, const RunOptions& options);

}  // namespace roentgen::training
