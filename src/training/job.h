// What the training loop needs to know of a task: a module, a loss on training films, a figure on validation
// films.
#pragma once

#include <torch/torch.h>

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "training/films.h"
#include "training/networks.h"
#include "training/recipe.h"

namespace roentgen::training {

struct Job {
  std::shared_ptr<torch::nn::Module> module;
  // Mean loss of these training films, randomly changed for this epoch; a float32 scalar with gradient.
  std::function<torch::Tensor(std::span<const std::size_t> films, int epoch)> loss;
  // The figure that is made large (mean AUC, mean Dice), of the module as it stands, on the validation films.
  std::function<double()> validate;
  std::string figure;
};

// `films` must outlive the job.
// With teachers, their mean answer has the recipe's share in every target; see distil.h.
Job classification_job(const Recipe& recipe, const TrainingFilms& films,
                       std::shared_ptr<torch::nn::Module> classifier, torch::Device device, bool bfloat16,
                       const std::vector<Classifier>& teachers = {});
Job segmentation_job(const Recipe& recipe, const TrainingFilms& films,
                     std::shared_ptr<torch::nn::Module> segmenter, torch::Device device, bool bfloat16);

// Detection and landmarks: see detector.h.
Job place_job(const Recipe& recipe, const TrainingFilms& films, std::shared_ptr<torch::nn::Module> detector,
              torch::Device device, bool bfloat16);

// Runs `body` with bfloat16 autocast if asked for.
torch::Tensor in_precision(bool bfloat16, torch::Device device, const std::function<torch::Tensor()>& body);
void run_in_precision(bool bfloat16, torch::Device device, const std::function<void()>& body);

torch::Tensor tensor_of(const image::Plane& plane);  // [1, rows, columns]

// The augmented inputs [N, 1, S, S] of some films, and the validation inputs as they are.
struct Batch {
  torch::Tensor input;
  torch::Tensor mask;  // [N, S, S] int64; undefined for classification
};
Batch augmented_batch(const std::vector<TrainingFilm>& films, std::span<const std::size_t> chosen,
                      const Recipe& recipe, int epoch, torch::Device device);
Batch plain_batch(const std::vector<TrainingFilm>& films, std::size_t from, std::size_t to,
                  torch::Device device);

}  // namespace roentgen::training
