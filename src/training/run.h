// A whole training: recipe and films in, model package out.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

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
  int threads = 0;  // 0: all physical cores
};

// The folder of the package. Shows progress on stderr.
base::Result<std::filesystem::path> run(const std::filesystem::path& recipe, const RunOptions& options);

}  // namespace roentgen::training
