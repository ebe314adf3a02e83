#include "training/run.h"

#include <torch/version.h>

#include <iostream>

#include "base/parallel.h"
#include "base/progress.h"
#include "base/text.h"
#include "training/backbone.h"
#include "training/finish.h"
#include "training/networks.h"
#include "training/soup.h"
#include "training/trainer.h"

namespace roentgen::training {
namespace {

struct Network {
  std::optional<Classifier> classifier;
  std::optional<Segmenter> segmenter;
  torch::nn::Module& module() {
    return classifier ? static_cast<torch::nn::Module&>(**classifier) : **segmenter;
  }
};

base::Result<Network> build_network(Recipe& recipe) {
  const auto backbone = read_backbone(recipe.backbone);
  if (!backbone) return std::unexpected(backbone.error());
  if (backbone->width != recipe.width)
    return base::fail(base::ErrorCode::usage, "the recipe's width is not the backbone's", recipe.backbone);
  recipe.card.training.backbone = backbone->name + " (" + backbone->licence + "), sha256 " + backbone->sha256;
  NetworkArguments arguments;
  arguments.width = recipe.width;
  arguments.bn_eps = backbone->bn_eps;
  arguments.tf_same_padding = backbone->tf_same_padding;
  arguments.dropout = recipe.dropout;
  torch::manual_seed(recipe.seed);
  Network network;
  if (recipe.card.task == model::Task::classification) {
    arguments.outputs = static_cast<int>(recipe.card.labels.size());
    network.classifier = Classifier(arguments);
  } else {
    arguments.outputs = static_cast<int>(recipe.card.structures.size()) + 1;
    network.segmenter = Segmenter(arguments);
  }
  if (const auto loaded = load_backbone(network.module(), *backbone); !loaded)
    return std::unexpected(loaded.error());
  return network;
}

base::Result<TrainingFilms> load_with_progress(const Recipe& recipe, const std::filesystem::path& data) {
  base::Progress progress("reading films", 0);
  return load_films(recipe, data, [&](std::size_t done, std::size_t all) {
    progress.set_total(all);
    progress.advance_to(done);
  });
}

// One bar an epoch; it stays on the screen with the epoch's figures.
std::function<void(const EpochReport&)> show_epochs(const std::string& figure) {
  auto bar = std::make_shared<std::unique_ptr<base::Progress>>();
  return [bar, figure](const EpochReport& report) {
    if (!*bar)
      *bar = std::make_unique<base::Progress>(
          "epoch " + std::to_string(report.epoch) + "/" + std::to_string(report.epochs), report.steps);
    std::string text = "loss " + base::fixed(report.loss, 4);
    if (report.figure >= 0)
      text += "  val " + figure + " " + base::fixed(report.figure, 4) + "  best " +
              base::fixed(report.best, 4) + " (epoch " + std::to_string(report.best_epoch) + ")";
    (*bar)->note(text);
    (*bar)->advance_to(report.step);
    if (report.figure >= 0) bar->reset();
  };
}

}  // namespace

base::Result<std::filesystem::path> run(const std::filesystem::path& recipe_file, const RunOptions& options) {
  auto recipe = read_recipe(recipe_file);
  if (!recipe) return std::unexpected(recipe.error());
  if (options.epochs > 0) recipe->epochs = options.epochs;
  if (options.seed) recipe->seeds = {*options.seed};
  if (options.device == "cuda" && !torch::cuda::is_available())
    return base::fail(base::ErrorCode::usage, "this build or machine has no CUDA device; use --device cpu");
  const torch::Device device(options.device);
  at::set_num_threads(options.threads > 0 ? options.threads : base::physical_cores());
  const bool bfloat16 = options.precision == "bfloat16";
  std::error_code failed;
  std::filesystem::create_directories(options.out, failed);
  if (failed)
    return base::fail(base::ErrorCode::unusable_input, "the folder cannot be made: " + failed.message(),
                      options.out.string());

  auto films = load_with_progress(*recipe, options.data);
  if (!films) return std::unexpected(films.error());
  // One training for each seed, all from the same backbone; then one network from them all.
  std::optional<Network> network;
  Job job;
  std::vector<Candidate> candidates;
  for (const std::uint64_t seed : recipe->seeds) {
    recipe->seed = seed;
    auto fresh = build_network(*recipe);
    if (!fresh) return std::unexpected(fresh.error());
    network = std::move(*fresh);
    network->module().to(device);
    job = network->classifier
              ? classification_job(*recipe, *films, network->classifier->ptr(), device, bfloat16)
              : segmentation_job(*recipe, *films, network->segmenter->ptr(), device, bfloat16);
    const TrainerOptions trainer{options.out / ("checkpoint-" + std::to_string(seed) + ".pt"), options.resume,
                                 show_epochs(job.figure)};
    const auto trained = train(*recipe, *films, job, trainer);
    if (!trained) return std::unexpected(trained.error());
    candidates.push_back({seed, trained->best, weights_of(*job.module)});
    recipe->card.training.epochs = trained->epochs;
    recipe->card.training.best_epoch = trained->best_epoch;
  }
  const Soup soup = greedy_soup(job, std::move(candidates));
  network->module().to(torch::kCPU);
  if (recipe->seeds.size() > 1) {
    std::cerr << "seeds";
    for (const std::uint64_t seed : soup.seeds) std::cerr << " " << seed;
    std::cerr << ": " << job.figure << " " << base::fixed(soup.figure, 4) << "\n";
  }

  model::TrainingRecord& record = recipe->card.training;
  record.program = "roentgen " ROENTGEN_VERSION;
  record.framework =
      std::string("LibTorch ") + TORCH_VERSION + ", " + options.device + ", " + options.precision;
  record.seeds = soup.seeds;
  record.data = films->record;
  return network->classifier ? finish(*recipe, *network->classifier, options)
                             : finish(*recipe, *network->segmenter, options);
}

}  // namespace roentgen::training
