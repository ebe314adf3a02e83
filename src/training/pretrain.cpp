#include "training/pretrain.h"

#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/sha256.h"
#include "training/backbone.h"
#include "training/pretrain_job.h"
#include "training/seed_run.h"

namespace roentgen::training {
namespace {

// features.0 … features.18, parameters and statistics, as safetensors has them.
StoredTensors trunk_of(const torch::nn::Module& module) {
  StoredTensors tensors;
  const auto keep = [&](const std::string& name, const torch::Tensor& tensor) {
    if (!name.starts_with("features.") || name.ends_with("num_batches_tracked")) return;
    const torch::Tensor flat = tensor.detach().to(torch::kCPU, torch::kFloat).contiguous().view(-1);
    tensors[name] = {tensor.sizes().vec(), {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()}};
  };
  for (const auto& item : module.named_parameters()) keep(item.key(), item.value());
  for (const auto& item : module.named_buffers()) keep(item.key(), item.value());
  return tensors;
}

nlohmann::ordered_json description(const Recipe& recipe, const Backbone& start, const TrainingFilms& films,
                                   const Trained& trained, const base::Bytes& weights) {
  nlohmann::ordered_json sets = nlohmann::ordered_json::array();
  for (const SetSpec& set : recipe.data) sets.push_back({{"set", set.set}, {"terms", set.terms}});
  return {
      {"name", recipe.card.name},
      {"architecture",
       {{"type", "MobileNetV2"}, {"width_mult", recipe.width}, {"bn_eps", start.bn_eps}, {"channels", 1}}},
      {"input",
       {{"size", recipe.card.input.size}, {"channels", 1}, {"normalisation", "x = pixel/127.5 - 1"}}},
      {"padding", start.tf_same_padding ? "TensorFlow SAME" : "1 on every side"},
      {"licence", start.licence + " (the weights it began with); the films' terms below"},
      {"origin",
       {{"recipe", recipe.card.training.recipe},
        {"method", "VICReg, without labels"},
        {"began_with", recipe.card.training.backbone},
        {"films", films.train.size()},
        {"epochs", trained.epochs},
        {"best_epoch", trained.best_epoch},
        {"figure_on_val", trained.best},
        {"data", sets}}},
      {"sha256", base::sha256_hex(weights)}};
}

}  // namespace

base::Result<std::filesystem::path> pretrain(const std::filesystem::path& recipe_file,
                                             const RunOptions& options) {
  auto recipe = read_recipe(recipe_file);
  if (!recipe) return std::unexpected(recipe.error());
  if (recipe->card.task != model::Task::classification)
    return base::fail(base::ErrorCode::usage,
                      "only a recipe for classification can be learned without labels", recipe_file.string());
  if (options.epochs > 0) recipe->epochs = options.epochs;
  if (options.seed) recipe->seed = *options.seed;
  if (auto ready = prepare_run(options); !ready) return std::unexpected(ready.error());
  const auto backbone = read_backbone(recipe->backbone);
  if (!backbone) return std::unexpected(backbone.error());
  const auto arguments = network_arguments(*recipe, *backbone);
  if (!arguments) return std::unexpected(arguments.error());
  const auto films = load_with_progress(*recipe, options.data);
  if (!films) return std::unexpected(films.error());

  torch::manual_seed(recipe->seed);
  PretrainedTrunk network(*arguments);
  if (const auto loaded = load_backbone(*network, *backbone); !loaded) return std::unexpected(loaded.error());
  const torch::Device device(options.device);
  network->to(device);
  Job job = pretrain_job(*recipe, *films, network.ptr(), device, options.precision == "bfloat16");
  const TrainerOptions trainer{options.out / ("checkpoint-" + std::to_string(recipe->seed) + ".pt"),
                               options.resume, options.device + ", " + options.precision + ", without labels",
                               show_epochs(*recipe, job.figure, options.out / "log.jsonl")};
  const auto trained = train(*recipe, *films, job, trainer);
  if (!trained) return std::unexpected(trained.error());

  const base::Bytes weights = write_safetensors(trunk_of(*network));
  const auto file = options.out / (recipe->card.name + ".json");
  if (auto written = base::write_file(options.out / (recipe->card.name + ".safetensors"), weights); !written)
    return std::unexpected(written.error());
  const std::string text = description(*recipe, *backbone, *films, *trained, weights).dump(1) + "\n";
  if (auto written = base::write_text(file, text); !written) return std::unexpected(written.error());
  return file;
}

}  // namespace roentgen::training
