#include "training/trainer.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/interrupt.h"
#include "base/sha256.h"
#include "training/checkpoint.h"
#include "training/random.h"
#include "training/weights.h"

namespace roentgen::training {
namespace {

// Head first, then backbone; vectors (biases, batch norm) are not decayed.
std::vector<torch::optim::OptimizerParamGroup> parameter_groups(const torch::nn::Module& module,
                                                                const Recipe& recipe) {
  std::vector<torch::optim::OptimizerParamGroup> groups;
  for (const bool backbone : {false, true})
    for (const bool decayed : {false, true}) {
      std::vector<torch::Tensor> chosen;
      for (const auto& parameter : module.named_parameters())
        if (parameter.key().starts_with("features.") == backbone && (parameter.value().dim() > 1) == decayed)
          chosen.push_back(parameter.value());
      auto options = std::make_unique<torch::optim::AdamWOptions>(recipe.learning_rate);
      options->weight_decay(decayed ? recipe.weight_decay : 0.0);
      groups.emplace_back(std::move(chosen), std::move(options));
    }
  return groups;
}

// Linear warm-up, then half a cosine down to nothing.
double schedule(double epochs_done, const Recipe& recipe) {
  if (epochs_done < recipe.warmup_epochs) return (epochs_done + 1e-3) / recipe.warmup_epochs;
  const double part =
      (epochs_done - recipe.warmup_epochs) / std::max(1e-9, recipe.epochs - recipe.warmup_epochs);
  return 0.5 * (1 + std::cos(std::numbers::pi * std::min(part, 1.0)));
}

void set_rate(torch::optim::AdamW& optimizer, const Recipe& recipe, double factor) {
  for (std::size_t g = 0; g < optimizer.param_groups().size(); ++g) {
    const double rate = recipe.learning_rate * (g >= 2 ? recipe.backbone_rate : 1.0) * factor;
    static_cast<torch::optim::AdamWOptions&>(optimizer.param_groups()[g].options()).lr(rate);
  }
}

// What a checkpoint must agree with to be gone on from.
std::string key_of(const Recipe& recipe, const TrainingFilms& films) {
  const std::string text = recipe.card.name + "|" + recipe.card.version + "|" + recipe.backbone + "|" +
                           std::to_string(recipe.seed) + "|" + std::to_string(recipe.epochs) + "|" +
                           std::to_string(recipe.batch) + "|" + std::to_string(recipe.learning_rate) + "|" +
                           std::to_string(recipe.card.input.size) + "|" + std::to_string(films.train.size()) +
                           "|" + std::to_string(films.val.size());
  return base::sha256_hex(std::as_bytes(std::span(text)));
}

double figure_of_average(Job& job, const Weights& average) {
  const Weights now = weights_of(*job.module);
  put_weights(*job.module, average);
  const double figure = job.validate();
  put_weights(*job.module, now);
  return figure;
}

// One pass over the training films; the mean loss, or nothing if the user interrupted.
std::expected<double, base::Error> one_epoch(const Recipe& recipe, const TrainingFilms& films, Job& job,
                                             torch::optim::AdamW& optimizer, Weights& average,
                                             EpochReport& report, const TrainerOptions& options) {
  const std::vector<std::size_t> order = epoch_order(recipe, films.train, report.epoch);
  const std::size_t batch = static_cast<std::size_t>(recipe.batch);
  report.steps =
      order.size() / batch;  // the last, smaller batch is left out: other films end it in the next epoch
  torch::manual_seed(recipe.seed * 10'007 + static_cast<std::uint64_t>(report.epoch));  // dropout
  job.module->train();
  double sum = 0;
  for (report.step = 0; report.step < report.steps;) {
    if (base::interrupted())
      return base::fail(base::ErrorCode::cancelled,
                        "interrupted; --resume goes on from the last whole epoch");
    set_rate(optimizer, recipe,
             schedule(report.epoch - 1 + static_cast<double>(report.step) / static_cast<double>(report.steps),
                      recipe));
    optimizer.zero_grad();
    const torch::Tensor loss = job.loss(std::span(order).subspan(report.step * batch, batch), report.epoch);
    loss.backward();
    torch::nn::utils::clip_grad_norm_(job.module->parameters(), 5.0);
    optimizer.step();
    const double value = loss.item<double>();
    if (!std::isfinite(value))
      return base::fail(base::ErrorCode::internal, "the loss is no longer a number; lower the learning rate");
    // Early averages look back only as far as there is something to look back on.
    const double steps_done =
        static_cast<double>(static_cast<std::size_t>(report.epoch - 1) * report.steps + report.step);
    move_average(average, *job.module, std::min(recipe.average, (1 + steps_done) / (10 + steps_done)));
    sum += value;
    ++report.step;
    report.loss = sum / static_cast<double>(report.step);
    if (options.report && report.step < report.steps) options.report(report);
  }
  return report.loss;
}

}  // namespace

std::vector<std::size_t> epoch_order(const Recipe& recipe, const std::vector<TrainingFilm>& films,
                                     int epoch) {
  Random random{recipe.seed, 77, static_cast<std::uint64_t>(epoch)};
  std::vector<std::size_t> order;
  for (std::size_t s = 0; s < recipe.data.size(); ++s) {
    std::vector<std::size_t> of_set;
    for (std::size_t f = 0; f < films.size(); ++f)
      if (films[f].set == s) of_set.push_back(f);
    random.shuffle(of_set);
    const std::size_t wanted =
        recipe.data[s].per_epoch > 0 ? static_cast<std::size_t>(recipe.data[s].per_epoch) : of_set.size();
    for (std::size_t i = 0; i < wanted && !of_set.empty(); ++i) order.push_back(of_set[i % of_set.size()]);
  }
  random.shuffle(order);
  return order;
}

base::Result<Trained> train(const Recipe& recipe, const TrainingFilms& films, Job& job,
                            const TrainerOptions& options) {
  if (epoch_order(recipe, films.train, 1).size() < static_cast<std::size_t>(recipe.batch))
    return base::fail(base::ErrorCode::usage,
                      "fewer training films than one batch of " + std::to_string(recipe.batch));
  try {
    torch::optim::AdamW optimizer(parameter_groups(*job.module, recipe),
                                  torch::optim::AdamWOptions(recipe.learning_rate));
    Checkpoint state;
    state.recipe_key = key_of(recipe, films);
    state.average = weights_of(*job.module);
    state.best_weights = state.average;
    if (options.resume && std::filesystem::exists(options.checkpoint)) {
      auto loaded = load_checkpoint(options.checkpoint, optimizer);
      if (!loaded) return std::unexpected(loaded.error());
      if (loaded->recipe_key != state.recipe_key)
        return base::fail(base::ErrorCode::usage,
                          "the checkpoint belongs to another recipe or other data; choose another --out",
                          options.checkpoint.string());
      state = std::move(*loaded);
      put_weights(*job.module, state.now);
    }
    EpochReport report;
    report.epochs = recipe.epochs;
    while (state.epoch < recipe.epochs &&
           (state.best_epoch == 0 || state.epoch - state.best_epoch < recipe.patience)) {
      report.epoch = state.epoch + 1;
      report.figure = -1;
      report.best = state.best;
      report.best_epoch = state.best_epoch;
      if (auto loss = one_epoch(recipe, films, job, optimizer, state.average, report, options); !loss)
        return std::unexpected(loss.error());
      report.figure = figure_of_average(job, state.average);
      state.epoch = report.epoch;
      if (report.figure > state.best) {
        state.best = report.figure;
        state.best_epoch = state.epoch;
        state.best_weights.clear();
        for (const torch::Tensor& tensor : state.average) state.best_weights.push_back(tensor.clone());
      }
      report.best = state.best;
      report.best_epoch = state.best_epoch;
      state.now = weights_of(*job.module);
      if (auto saved = save_checkpoint(options.checkpoint, state, optimizer); !saved)
        return std::unexpected(saved.error());
      if (options.report) options.report(report);
    }
    put_weights(*job.module, state.best_weights);
    job.module->eval();
    return Trained{state.epoch, state.best_epoch, state.best};
  } catch (const std::exception& error) {
    return base::fail(base::ErrorCode::internal, std::string("training stopped: ") + error.what());
  }
}

}  // namespace roentgen::training
