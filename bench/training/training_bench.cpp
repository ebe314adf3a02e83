// The training loop as it is, on films of noise: training-bench SIZE BATCH STEPS THREADS PRECISION prints one
// JSON object. loading_ms: what drawing and changing the films of a batch takes, on the same threads, inside
// of step_ms.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <numeric>
#include <string>
#include <vector>

#include "base/freed_memory.h"
#include "base/random.h"
#include "training/job.h"
#include "training/networks.h"
#include "training/seed_run.h"
#include "training/trainer.h"

namespace {

using namespace roentgen;
using Clock = std::chrono::steady_clock;

double milliseconds(Clock::time_point from, Clock::time_point to) {
  return std::chrono::duration<double, std::milli>(to - from).count();
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<long>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

training::TrainingFilm film_of_noise(int size, std::uint64_t number) {
  training::TrainingFilm film;
  film.grey = {size, size,
               std::vector<std::uint8_t>(static_cast<std::size_t>(size) * static_cast<std::size_t>(size))};
  base::Random random{1, 2, number};
  for (std::uint8_t& grey : film.grey.samples) grey = static_cast<std::uint8_t>(random.uniform() * 255);
  film.truth = {static_cast<float>(number % 2)};
  return film;
}

training::Recipe recipe_of(int size, int batch) {
  training::Recipe recipe;
  recipe.card.name = "training-bench";
  recipe.card.labels.emplace_back().name = "odd";
  recipe.card.input.size = size;
  recipe.data.resize(1);
  recipe.labels.resize(1);
  recipe.batch = batch;
  recipe.epochs = 1;
  recipe.augment = {.rotate_degrees = 8,
                    .scale = 0.12,
                    .aspect = 0.15,
                    .shift = 0.06,
                    .gamma = 0.35,
                    .contrast = 0.2,
                    .brightness = 0.12,
                    .noise = 0.04,
                    .blur = 0.15,
                    .erase = 0.3};  // as recipes/chest-findings.json
  return recipe;
}

}  // namespace

int main(int count, char** words) {
  if (count != 6) {
    std::fputs("usage: training-bench SIZE BATCH STEPS THREADS float32|bfloat16\n", stderr);
    return 2;
  }
  const int size = std::atoi(words[1]), batch = std::atoi(words[2]), steps = std::atoi(words[3]);
  const bool bfloat16 = std::string(words[5]) == "bfloat16";
  base::keep_freed_memory();  // as roentgen-train does
  training::RunOptions options;
  options.threads = std::atoi(words[4]);
  options.out = std::filesystem::temp_directory_path();
  if (!training::prepare_run(options)) return 5;

  const training::Recipe recipe = recipe_of(size, batch);
  training::TrainingFilms films;
  for (int i = 0; i < batch * (steps + 2); ++i)
    films.train.push_back(film_of_noise(size, static_cast<std::uint64_t>(i)));
  for (int i = 0; i < 2; ++i) films.val.push_back(film_of_noise(size, static_cast<std::uint64_t>(i)));
  torch::manual_seed(1);
  training::Classifier network(training::NetworkArguments{});
  training::Job job = training::classification_job(recipe, films, network.ptr(), torch::kCPU, bfloat16);

  std::vector<double> step_ms, loading_ms;
  Clock::time_point last;
  const std::filesystem::path checkpoint =
      options.out / ("training-bench-" + std::to_string(getpid()) + ".pt");
  const training::TrainerOptions trainer{checkpoint, false, "bench",
                                         [&](const training::EpochReport& report) {
                                           const auto now = Clock::now();
                                           if (report.step > 2 && report.figure < 0)
                                             step_ms.push_back(milliseconds(last, now));
                                           last = now;
                                         }};
  const auto trained = training::train(recipe, films, job, trainer);
  std::filesystem::remove(checkpoint);
  if (!trained) {
    std::fprintf(stderr, "%s\n", trained.error().message.c_str());
    return 5;
  }
  std::vector<std::size_t> chosen(static_cast<std::size_t>(batch));
  std::iota(chosen.begin(), chosen.end(), 0);
  for (int i = 0; i < 5; ++i) {
    const auto start = Clock::now();
    training::augmented_batch(films.train, chosen, recipe, i, torch::kCPU);
    loading_ms.push_back(milliseconds(start, Clock::now()));
  }
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  std::printf("{\"step_ms\": %.2f, \"loading_ms\": %.2f, \"images_per_s\": %.3f, \"peak_kib\": %ld}\n",
              median(step_ms), median(loading_ms), 1000 * batch / median(step_ms), used.ru_maxrss);
}
