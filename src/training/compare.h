// Two recipes, several seeds each: is the difference more than the seeds' own?
#pragma once

#include <array>
#include <filesystem>
#include <span>
#include <string>

#include "base/result.h"
#include "training/run.h"

namespace roentgen::training {

struct Comparison {
  double mean_a = 0, mean_b = 0;
  double difference = 0;         // b - a
  std::array<double, 2> ci95{};  // of the difference
  bool noise = true;             // the interval holds 0
};

// Welch's t interval (Welch 1947, degrees of freedom after Satterthwaite 1946, rounded down). Needs two
// figures of each. Both without any spread: the difference itself, noise if it is 0.
Comparison compare_figures(std::span<const double> a, std::span<const double> b);

// Trains each recipe with seeds 1 … n and writes OUT/compare.json; no packages. The sentences of the verdict.
base::Result<std::string> compare_recipes(const std::filesystem::path& a, const std::filesystem::path& b,
                                          int seeds, const RunOptions& options);

}  // namespace roentgen::training
