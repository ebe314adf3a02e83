#include "training/run.h"

#include <torch/version.h>

#include <algorithm>
#include <iostream>

#include "base/text.h"
#include "training/finish.h"
#include "training/seed_run.h"
#include "training/soup.h"

namespace roentgen::training {

base::Result<std::filesystem::path> run(const std::filesystem::path& recipe_file, const RunOptions& options) {
  auto recipe = read_recipe(recipe_file);
  if (!recipe) return std::unexpected(recipe.error());
  if (options.epochs > 0) recipe->epochs = options.epochs;
  if (options.seed) recipe->seeds = {*options.seed};
  recipe->left_out = options.leave_out;
  if (auto ready = prepare_run(options); !ready) return std::unexpected(ready.error());
  if (auto known = check_left_out(*recipe, options.data); !known) return std::unexpected(known.error());
  if (!options.network.empty()) return finish_again(*recipe, options);
  if (!options.resume) {  // what an earlier training in this folder said
    std::error_code ignored;
    std::filesystem::remove(options.out / "log.jsonl", ignored);
  }

  auto films = load_with_progress(*recipe, options.data);
  if (!films) return std::unexpected(films.error());
  // One training for each seed, all from the same backbone; then one network from them all: their average, or
  // the one that they taught.
  const std::vector<std::uint64_t> served =
      recipe->distil > 0 ? std::vector{std::ranges::max(recipe->seeds) + 1} : recipe->seeds;
  std::optional<SeedRun> last;
  std::vector<Candidate> candidates;
  for (const std::uint64_t seed : served) {
    auto trained = recipe->distil > 0 ? train_student(*recipe, *films, recipe->seeds, seed, options)
                                      : train_seed(*recipe, *films, seed, options);
    if (!trained) return std::unexpected(trained.error());
    last = std::move(*trained);
    candidates.push_back({seed, last->trained.best, weights_of(*last->job.module)});
    recipe->card.training.epochs = last->trained.epochs;
    recipe->card.training.best_epoch = last->trained.best_epoch;
  }
  const Soup soup = greedy_soup(last->job, std::move(candidates));
  Network& network = last->network;
  network.module().to(torch::kCPU);
  if (served.size() > 1) {
    std::cerr << "seeds";
    for (const std::uint64_t seed : soup.seeds) std::cerr << " " << seed;
    std::cerr << ": " << last->job.figure << " " << base::fixed(soup.figure, 4) << "\n";
  }

  model::TrainingRecord& record = recipe->card.training;
  record.program = "roentgen " ROENTGEN_VERSION;
  record.framework =
      std::string("LibTorch ") + TORCH_VERSION + ", " + options.device + ", " + options.precision;
  record.seeds = soup.seeds;
  if (recipe->distil > 0) {
    record.seeds.insert(record.seeds.begin(), recipe->seeds.begin(), recipe->seeds.end());
    record.framework += ", the last seed taught by the others";
  }
  record.data = films->record;
  if (network.detector) return finish(*recipe, *network.detector, options);
  return network.classifier ? finish(*recipe, *network.classifier, options)
                            : finish(*recipe, *network.segmenter, options);
}

}  // namespace roentgen::training
