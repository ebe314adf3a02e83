#include "reading/gate.h"

#include <cmath>
#include <cstdio>

#include "reading/classify.h"

namespace roentgen::reading {

Verdict judge_kind(const model::Card& card, std::span<const float> logits) {
  Verdict verdict;
  bool frontal = false;
  const model::Label* likeliest = nullptr;  // of the other kinds
  double likeliest_probability = 0;
  for (std::size_t i = 0; i < card.labels.size() && i < logits.size(); ++i) {
    const model::Label& label = card.labels[i];
    const double probability = calibrated(logits[i], label.calibration);
    if (label.name == kFrontalChest) {
      frontal = probability >= label.threshold;
    } else if (likeliest == nullptr || probability > likeliest_probability) {
      likeliest = &label;
      likeliest_probability = probability;
    }
  }
  if (frontal) return verdict;
  // A kind is only named if the network would bet on it; otherwise the picture is something it has never
  // seen.
  const bool named = likeliest != nullptr && likeliest_probability >= 0.5;
  verdict.reasons.push_back(
      {"not_a_frontal_chest", "This does not look like a frontal chest radiograph" +
                                  (named ? "; it looks like: " + likeliest->title + "." : std::string("."))});
  return verdict;
}

Verdict judge_distance(const model::Card& card, std::span<const float> features) {
  Verdict verdict;
  if (!card.reference) return verdict;
  const double distance = feature_distance(features, *card.reference);
  if (distance <= card.reference->largest_distance) return verdict;  // NaN is refused, too
  char numbers[96];
  std::snprintf(numbers, sizeof numbers, "(distance %.2f, limit %.2f)", distance,
                card.reference->largest_distance);
  verdict.reasons.push_back({"far_from_training_data", "The picture is far from what the model " + card.name +
                                                           " was trained on " + numbers + "."});
  return verdict;
}

}  // namespace roentgen::reading
