#include "training/loss.h"

#include <algorithm>
#include <cmath>

namespace roentgen::training {

LabelWeights label_weights(const std::vector<TrainingFilm>& films, std::size_t labels, const LossSpec& spec) {
  LabelWeights weights{torch::ones({static_cast<long>(labels)}), torch::ones({static_cast<long>(labels)})};
  // Cui et al. 2019: n films are worth (1 - b^n) / (1 - b).
  const auto effective = [&](double n) { return 1 - std::pow(spec.balance_beta, std::max(n, 1.0)); };
  for (std::size_t l = 0; l < labels; ++l) {
    double known = 0, positive = 0;
    for (const TrainingFilm& film : films) {
      known += film.truth[l] >= 0;
      positive += film.truth[l] > 0.5F;
    }
    const long index = static_cast<long>(l);
    weights.known[index] = std::min(3.0, static_cast<double>(films.size()) / std::max(known, 1.0));
    const double imbalance = spec.balance_beta > 0 ? effective(known - positive) / effective(positive)
                                                   : std::sqrt((known - positive) / std::max(positive, 1.0));
    weights.positive[index] = std::clamp(imbalance, 0.5, 4.0);
  }
  return weights;
}

torch::Tensor label_loss(const torch::Tensor& logits, const torch::Tensor& truth, const LabelWeights& weights,
                         const LossSpec& spec) {
  const torch::Tensor known = truth.ge(0).to(torch::kFloat);
  torch::Tensor target = truth.clamp_min(0);
  if (spec.smoothing > 0) target = target * (1 - spec.smoothing) + spec.smoothing / 2;
  torch::Tensor each =
      torch::binary_cross_entropy_with_logits(logits, target, {}, weights.positive, at::Reduction::None);
  if (spec.focal_gamma > 0) {
    const torch::Tensor p = torch::sigmoid(logits);
    each = each * torch::pow(target * (1 - p) + (1 - target) * p, spec.focal_gamma);
  }
  const torch::Tensor weight = known * weights.known;
  return (each * weight).sum() / weight.sum().clamp_min(1);
}

}  // namespace roentgen::training
