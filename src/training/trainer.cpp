#include "training/trainer.h"

#include <algorithm>
#include <cmath>

#include "base/interrupt.h"
#include "base/sha256.h"
#include "training/checkpoint.h"
#include "training/networks.h"
#include "training/rates.h"
#include "training/sampling.h"
#include "training/weights.h"

namespace roentgen::training {
namespace {

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
  if (recipe.frozen_batch_norm || report.epoch <= recipe.frozen_epochs)
    set_batch_norm_training(*job.module, false);
  double sum = 0;
  for (report.step = 0; report.step < report.steps;) {
    if (base::interrupted())
      return base::fail(base::ErrorCode::cancelled,
                        "interrupted; --resume goes on from the last whole epoch");
    set_rates(optimizer, recipe,
              report.epoch - 1 + static_cast<double>(report.step) / static_cast<double>(report.steps));
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

// What a checkpoint must agree with to be gone on from: every word of the recipe, every film.
std::string key_of(const Recipe& recipe, const TrainingFilms& films, const std::string& setting) {
  std::string text = recipe.sha256 + "|" + recipe.card.name + "|" + setting + "|" +
                     std::to_string(recipe.seed) + "|" + std::to_string(recipe.epochs) + "|";
  for (const auto* part : {&films.train, &films.val}) {
    text += "part|";
    for (const TrainingFilm& film : *part)
      text += base::sha256_hex(std::as_bytes(std::span(film.grey.samples))) +
              base::sha256_hex(std::as_bytes(std::span(film.mask.samples))) +
              base::sha256_hex(std::as_bytes(std::span(film.truth))) + film.patient + "|" + film.source + "|";
  }
  return base::sha256_hex(std::as_bytes(std::span(text)));
}

}  // namespace

base::Result<Trained> train(const Recipe& recipe, const TrainingFilms& films, Job& job,
                            const TrainerOptions& options) {
  if (epoch_order(recipe, films.train, 1).size() < static_cast<std::size_t>(recipe.batch))
    return base::fail(base::ErrorCode::usage,
                      "fewer training films than one batch of " + std::to_string(recipe.batch));
  try {
    torch::optim::AdamW optimizer = make_optimizer(*job.module, recipe);
    Checkpoint state;
    state.recipe_key = key_of(recipe, films, options.setting);
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
      // Told before it is kept: cut off between the two, the epoch is done and told again, never left out.
      if (options.report) options.report(report);
      if (auto saved = save_checkpoint(options.checkpoint, state, optimizer); !saved)
        return std::unexpected(saved.error());
    }
    put_weights(*job.module, state.best_weights);
    job.module->eval();
    return Trained{state.epoch, state.best_epoch, state.best};
  } catch (const std::exception& error) {
    return base::fail(base::ErrorCode::internal, std::string("training stopped: ") + error.what());
  }
}

}  // namespace roentgen::training
