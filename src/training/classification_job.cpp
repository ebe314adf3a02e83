#include <algorithm>
#include <cmath>

#include "evaluation/statistics.h"
#include "training/job.h"
#include "training/networks.h"

namespace roentgen::training {
namespace {

constexpr std::size_t kValidationBatch = 16;

struct LabelWeights {
  torch::Tensor known;     // [L]: rarely known labels count as much as the others, up to a bound
  torch::Tensor positive;  // [L]: rare positives count more, by the square root of the imbalance
};

LabelWeights weights_of(const std::vector<TrainingFilm>& films, std::size_t labels, torch::Device device) {
  LabelWeights weights{torch::ones({static_cast<long>(labels)}), torch::ones({static_cast<long>(labels)})};
  for (std::size_t l = 0; l < labels; ++l) {
    double known = 0, positive = 0;
    for (const TrainingFilm& film : films) {
      known += film.truth[l] >= 0;
      positive += film.truth[l] > 0;
    }
    const long index = static_cast<long>(l);
    weights.known[index] = std::min(3.0, static_cast<double>(films.size()) / std::max(known, 1.0));
    weights.positive[index] = std::clamp(std::sqrt((known - positive) / std::max(positive, 1.0)), 0.5, 4.0);
  }
  return {weights.known.to(device), weights.positive.to(device)};
}

// Binary cross-entropy of each label; unknown truths (-1) weigh nothing.
torch::Tensor masked_loss(const torch::Tensor& logits, const torch::Tensor& truth,
                          const LabelWeights& weights) {
  const torch::Tensor known = truth.ge(0).to(torch::kFloat);
  const torch::Tensor target = truth.clamp_min(0);
  const torch::Tensor each =
      torch::binary_cross_entropy_with_logits(logits, target, {}, weights.positive, at::Reduction::None);
  const torch::Tensor weight = known * weights.known;
  return (each * weight).sum() / weight.sum().clamp_min(1);
}

double mean_auc(const std::vector<TrainingFilm>& films, const torch::Tensor& logits) {
  const auto scores = logits.accessor<float, 2>();
  double sum = 0;
  int counted = 0;
  for (long l = 0; l < logits.size(1); ++l) {
    std::vector<evaluation::Scored> scored;
    for (std::size_t f = 0; f < films.size(); ++f)
      if (const float truth = films[f].truth[static_cast<std::size_t>(l)]; truth >= 0)
        scored.push_back({scores[static_cast<long>(f)][l], truth > 0 ? 1 : 0, films[f].patient});
    const double area = evaluation::auc(scored);
    if (std::isnan(area)) continue;
    sum += area;
    ++counted;
  }
  return counted > 0 ? sum / counted : 0;
}

}  // namespace

Job classification_job(const Recipe& recipe, const TrainingFilms& films,
                       std::shared_ptr<torch::nn::Module> classifier, torch::Device device, bool bfloat16) {
  const auto network = std::dynamic_pointer_cast<ClassifierImpl>(classifier);
  const LabelWeights weights = weights_of(films.train, recipe.card.labels.size(), device);
  Job job;
  job.module = classifier;
  job.figure = "AUC";
  job.loss = [=, &recipe, &films](std::span<const std::size_t> chosen, int epoch) {
    const Batch batch = augmented_batch(films.train, chosen, recipe, epoch, device);
    std::vector<float> truth;
    for (const std::size_t f : chosen)
      truth.insert(truth.end(), films.train[f].truth.begin(), films.train[f].truth.end());
    const torch::Tensor target = torch::tensor(truth).view({static_cast<long>(chosen.size()), -1}).to(device);
    const torch::Tensor logits =
        in_precision(bfloat16, device, [&] { return network->forward(batch.input).logits; });
    return masked_loss(logits.to(torch::kFloat), target, weights);
  };
  job.validate = [=, &films] {
    const torch::NoGradGuard guard;
    network->eval();
    std::vector<torch::Tensor> parts;
    for (std::size_t from = 0; from < films.val.size(); from += kValidationBatch) {
      const Batch batch =
          plain_batch(films.val, from, std::min(from + kValidationBatch, films.val.size()), device);
      parts.push_back(in_precision(bfloat16, device, [&] { return network->forward(batch.input).logits; })
                          .to(torch::kFloat)
                          .cpu());
    }
    return mean_auc(films.val, torch::cat(parts));
  };
  return job;
}

}  // namespace roentgen::training
