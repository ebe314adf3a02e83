#include "training/seed_run.h"

#include <chrono>

#include "base/parallel.h"
#include "base/progress.h"
#include "base/text.h"
#include "training/journal.h"
#include "training/rates.h"

namespace roentgen::training {
namespace {

constexpr int kAllStages = 19;

base::Result<Network> build_network(Recipe& recipe) {
  const auto backbone = read_backbone(recipe.backbone);
  if (!backbone) return std::unexpected(backbone.error());
  auto given = network_arguments(recipe, *backbone);
  if (!given) return std::unexpected(given.error());
  NetworkArguments& arguments = *given;
  torch::manual_seed(recipe.seed);
  Network network;
  if (recipe.card.task == model::Task::classification) {
    arguments.outputs = static_cast<int>(recipe.card.labels.size());
    network.classifier = Classifier(arguments);
  } else if (recipe.card.task == model::Task::detection) {
    arguments.outputs = static_cast<int>(recipe.card.labels.size());
    network.detector = Detector(DetectorArguments{arguments, 4, true});
  } else if (recipe.card.task == model::Task::landmarks) {
    network.detector = Detector(DetectorArguments{arguments, 8, false});
  } else {
    arguments.outputs = static_cast<int>(recipe.card.structures.size()) + 1;
    network.segmenter = Segmenter(arguments);
  }
  if (const auto loaded = load_backbone(network.module(), *backbone); !loaded)
    return std::unexpected(loaded.error());
  return network;
}

}  // namespace

base::Result<NetworkArguments> network_arguments(Recipe& recipe, const Backbone& backbone) {
  if (backbone.width != recipe.width)
    return base::fail(base::ErrorCode::usage, "the recipe's width is not the backbone's", recipe.backbone);
  if (backbone.folded && recipe.frozen_stages < kAllStages)
    return base::fail(base::ErrorCode::usage,
                      "a package to go on from has no batch statistics: network.frozen_stages must be 19",
                      recipe.backbone);
  recipe.card.training.backbone = backbone.name + " (" + backbone.licence + "), sha256 " + backbone.sha256;
  NetworkArguments arguments;
  arguments.width = recipe.width;
  arguments.bn_eps = backbone.bn_eps;
  arguments.tf_same_padding = backbone.tf_same_padding;
  arguments.dropout = recipe.dropout;
  arguments.shared_head = recipe.shared_head;
  arguments.frozen_stages = recipe.frozen_stages;
  return arguments;
}

std::function<void(const EpochReport&)> show_epochs(const Recipe& recipe, const std::string& figure,
                                                    const std::filesystem::path& log) {
  auto bar = std::make_shared<std::unique_ptr<base::Progress>>();
  auto began = std::make_shared<std::chrono::steady_clock::time_point>();
  return [=, &recipe](const EpochReport& report) {
    if (!*bar) {
      *bar = std::make_unique<base::Progress>(
          "epoch " + std::to_string(report.epoch) + "/" + std::to_string(report.epochs), report.steps);
      *began = std::chrono::steady_clock::now();
    }
    std::string text = "loss " + base::fixed(report.loss, 4);
    if (report.figure >= 0)
      text += "  val " + figure + " " + base::fixed(report.figure, 4) + "  best " +
              base::fixed(report.best, 4) + " (epoch " + std::to_string(report.best_epoch) + ")";
    (*bar)->note(text);
    (*bar)->advance_to(report.step);
    if (report.figure < 0) return;
    bar->reset();
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - *began;
    const JournalLine line{recipe.seed,
                           report.epoch,
                           report.epochs,
                           report.loss,
                           figure,
                           report.figure,
                           report.best,
                           report.best_epoch,
                           recipe.learning_rate * schedule(recipe, report.epoch),
                           taken.count()};
    if (const auto written = add_to_journal(log, line); !written)
      throw std::runtime_error(written.error().message);  // caught by the training loop
  };
}

base::Result<TrainingFilms> load_with_progress(const Recipe& recipe, const std::filesystem::path& data) {
  base::Progress progress("reading films", 0);
  auto films = load_films(recipe, data, [&](std::size_t done, std::size_t all) {
    progress.set_total(all);
    progress.advance_to(done);
  });
  if (films && films->dropped_copies > 0)
    progress.note(std::to_string(films->dropped_copies) + " left out: copies of films of another split");
  return films;
}

base::Result<void> prepare_run(const RunOptions& options) {
  if (options.device == "cuda" && !torch::cuda::is_available())
    return base::fail(base::ErrorCode::usage, "this build or machine has no CUDA device; use --device cpu");
  at::set_num_threads(options.threads > 0 ? options.threads : base::physical_cores());
  std::error_code failed;
  std::filesystem::create_directories(options.out, failed);
  if (failed)
    return base::fail(base::ErrorCode::unusable_input, "the folder cannot be made: " + failed.message(),
                      options.out.string());
  return {};
}

base::Result<SeedRun> train_seed(Recipe& recipe, const TrainingFilms& films, std::uint64_t seed,
                                 const RunOptions& options, const std::string& ending,
                                 const std::vector<Classifier>& teachers) {
  recipe.seed = seed;
  auto network = build_network(recipe);
  if (!network) return std::unexpected(network.error());
  const torch::Device device(options.device);
  const bool bfloat16 = options.precision == "bfloat16";
  SeedRun run{std::move(*network), {}, {}};
  run.network.module().to(device);
  run.job = run.network.detector ? place_job(recipe, films, run.network.detector->ptr(), device, bfloat16)
            : run.network.classifier
                ? classification_job(recipe, films, run.network.classifier->ptr(), device, bfloat16, teachers)
                : segmentation_job(recipe, films, run.network.segmenter->ptr(), device, bfloat16);
  const std::filesystem::path log = options.out / ("log" + ending + ".jsonl");
  const TrainerOptions trainer{options.out / ("checkpoint" + ending + "-" + std::to_string(seed) + ".pt"),
                               options.resume, options.device + ", " + options.precision,
                               show_epochs(recipe, run.job.figure, log)};
  const auto trained = train(recipe, films, run.job, trainer);
  if (!trained) return std::unexpected(trained.error());
  run.trained = *trained;
  return run;
}

base::Result<SeedRun> train_student(Recipe& recipe, const TrainingFilms& films,
                                    const std::vector<std::uint64_t>& teachers, std::uint64_t seed,
                                    const RunOptions& options, const std::string& ending) {
  std::vector<Classifier> trained;
  for (const std::uint64_t teacher : teachers) {
    auto run = train_seed(recipe, films, teacher, options, ending);
    if (!run) return std::unexpected(run.error());
    trained.push_back(*run->network.classifier);
  }
  return train_seed(recipe, films, seed, options, ending, trained);
}

}  // namespace roentgen::training
