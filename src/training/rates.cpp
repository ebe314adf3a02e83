#include "training/rates.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

namespace roentgen::training {
namespace {

constexpr int kStages = 19;  // features.0 … features.18; a network may end before
constexpr double kRise = 0.3;
constexpr double kStart = 0.04;

// "features.7.conv.…" → 7; the head and decoders → kStages.
int stage_of(const std::string& name) {
  const std::string prefix = "features.";
  return name.starts_with(prefix) ? std::stoi(name.substr(prefix.size())) : kStages;
}

double half_cosine(double part) {  // 1 … 0
  return 0.5 * (1 + std::cos(std::numbers::pi * std::clamp(part, 0.0, 1.0)));
}

}  // namespace

torch::optim::AdamW make_optimizer(const torch::nn::Module& module, const Recipe& recipe) {
  std::vector<torch::optim::OptimizerParamGroup> groups;
  for (int stage = kStages; stage >= 0; --stage)
    for (const bool decayed : {false, true}) {
      std::vector<torch::Tensor> chosen;
      for (const auto& parameter : module.named_parameters())
        if (stage_of(parameter.key()) == stage && (parameter.value().dim() > 1) == decayed)
          chosen.push_back(parameter.value());
      auto options = std::make_unique<torch::optim::AdamWOptions>(recipe.learning_rate);
      options->weight_decay(decayed ? recipe.weight_decay : 0.0);
      groups.emplace_back(std::move(chosen), std::move(options));
    }
  return torch::optim::AdamW(groups, torch::optim::AdamWOptions(recipe.learning_rate));
}

void set_rates(torch::optim::AdamW& optimizer, const Recipe& recipe, double epochs_done) {
  const double head = recipe.learning_rate * schedule(recipe, epochs_done);
  for (std::size_t g = 0; g < optimizer.param_groups().size(); ++g) {
    const int behind = static_cast<int>(g / 2) - 1;  // stages between this one and the head; -1: the head
    double rate = head;
    if (behind >= 0)
      rate = epochs_done < recipe.frozen_epochs
                 ? 0.0
                 : head * recipe.backbone_rate * std::pow(recipe.layer_decay, behind);
    static_cast<torch::optim::AdamWOptions&>(optimizer.param_groups()[g].options()).lr(rate);
  }
}

double schedule(const Recipe& recipe, double epochs_done) {
  if (recipe.schedule == Schedule::one_cycle) {
    const double rise = kRise * recipe.epochs;
    if (epochs_done < rise) return kStart + (1 - kStart) * (1 - half_cosine(epochs_done / rise));
    return half_cosine((epochs_done - rise) / std::max(1e-9, recipe.epochs - rise));
  }
  if (epochs_done < recipe.warmup_epochs) return (epochs_done + 1e-3) / recipe.warmup_epochs;
  return half_cosine((epochs_done - recipe.warmup_epochs) /
                     std::max(1e-9, recipe.epochs - recipe.warmup_epochs));
}

}  // namespace roentgen::training
