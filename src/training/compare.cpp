#include "training/compare.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/text.h"
#include "training/seed_run.h"

namespace roentgen::training {
namespace {

using base::fixed;

// Student's t, 97.5 %, for 1 … 30 degrees of freedom.
constexpr double kStudent[] = {12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
                               2.201,  2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
                               2.080,  2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042};

struct Spread {
  double mean = 0, variance_of_mean = 0;
};

Spread spread_of(std::span<const double> values) {
  Spread spread;
  const double n = static_cast<double>(values.size());
  for (const double value : values) spread.mean += value / n;
  for (const double value : values)
    spread.variance_of_mean += (value - spread.mean) * (value - spread.mean) / (n - 1) / n;
  return spread;
}

base::Result<std::vector<double>> figures_of(const std::filesystem::path& recipe_file, const char* side,
                                             int seeds, const RunOptions& options, std::string& figure) {
  auto recipe = read_recipe(recipe_file);
  if (!recipe) return std::unexpected(recipe.error());
  if (options.epochs > 0) recipe->epochs = options.epochs;
  const auto films = load_with_progress(*recipe, options.data);
  if (!films) return std::unexpected(films.error());
  std::vector<double> figures;
  for (int seed = 1; seed <= seeds; ++seed) {
    const auto number = static_cast<std::uint64_t>(seed);
    const std::string ending = std::string("-") + side;
    std::vector<std::uint64_t> teachers;  // their own for each student
    for (const std::uint64_t teacher : recipe->seeds) teachers.push_back(1000 * number + teacher);
    const auto run = recipe->distil > 0 ? train_student(*recipe, *films, teachers, number, options, ending)
                                        : train_seed(*recipe, *films, number, options, ending);
    if (!run) return std::unexpected(run.error());
    figures.push_back(run->trained.best);
    figure = run->job.figure;
  }
  return figures;
}

}  // namespace

Comparison compare_figures(std::span<const double> a, std::span<const double> b) {
  const Spread first = spread_of(a), second = spread_of(b);
  Comparison result;
  result.mean_a = first.mean;
  result.mean_b = second.mean;
  result.difference = second.mean - first.mean;
  const double v1 = first.variance_of_mean, v2 = second.variance_of_mean;
  double half = 0;
  if (v1 + v2 > 0) {
    const double df =
        (v1 + v2) * (v1 + v2) /
        (v1 * v1 / static_cast<double>(a.size() - 1) + v2 * v2 / static_cast<double>(b.size() - 1));
    const auto row = static_cast<std::size_t>(std::clamp(df, 1.0, 1e6));
    half = (row <= std::size(kStudent) ? kStudent[row - 1] : 1.96) * std::sqrt(v1 + v2);
  }
  result.ci95 = {result.difference - half, result.difference + half};
  result.noise = result.ci95[0] <= 0 && result.ci95[1] >= 0;
  return result;
}

base::Result<std::string> compare_recipes(const std::filesystem::path& a, const std::filesystem::path& b,
                                          int seeds, const RunOptions& options) {
  if (seeds < 2)
    return base::fail(base::ErrorCode::usage, "a comparison needs at least two seeds; use --seeds 3");
  if (auto ready = prepare_run(options); !ready) return std::unexpected(ready.error());
  std::string figure, other_figure;
  const auto first = figures_of(a, "a", seeds, options, figure);
  if (!first) return std::unexpected(first.error());
  const auto second = figures_of(b, "b", seeds, options, other_figure);
  if (!second) return std::unexpected(second.error());
  if (figure != other_figure)
    return base::fail(base::ErrorCode::usage, "the two recipes are measured by different figures", figure);
  const Comparison result = compare_figures(*first, *second);
  const nlohmann::ordered_json json{{"a", a.filename().string()}, {"b", b.filename().string()},
                                    {"figure", figure},           {"values_a", *first},
                                    {"values_b", *second},        {"difference", result.difference},
                                    {"ci95", result.ci95},        {"noise", result.noise}};
  std::ofstream out(options.out / "compare.json");
  out << json.dump(1) << "\n";
  out.close();
  if (!out)
    return base::fail(base::ErrorCode::unusable_input, "the comparison cannot be written",
                      options.out.string());
  std::string text = figure + " on validation films, " + std::to_string(seeds) +
                     " seeds each: " + a.filename().string() + " " + fixed(result.mean_a, 4) + ", " +
                     b.filename().string() + " " + fixed(result.mean_b, 4) + "; difference " +
                     fixed(result.difference, 4) + " [" + fixed(result.ci95[0], 4) + ", " +
                     fixed(result.ci95[1], 4) + "].\n";
  text += result.noise ? "The difference is within the noise of the seeds."
                       : (result.difference > 0 ? b : a).filename().string() +
                             " is better than the seeds alone explain.";
  return text;
}

}  // namespace roentgen::training
