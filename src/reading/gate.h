// Third check: what the gate's network sees. Only a frontal chest film that resembles the training data is
// read.
#pragma once

#include <span>

#include "model/card.h"
#include "reading/verdict.h"

namespace roentgen::reading {

inline constexpr const char* kFrontalChest = "frontal_chest";  // the one label of the gate that code knows

// `logits` as the gate's card lists its labels. Reason code: not_a_frontal_chest, naming the kind it looks
// like. A card without kFrontalChest is refused when the reader loads (reader.h); here it counts as not
// frontal.
Verdict judge_kind(const model::Card& card, std::span<const float> logits);

// Reason code: far_from_training_data. No reference in the card: no verdict.
Verdict judge_distance(const model::Card& card, std::span<const float> features);

}  // namespace roentgen::reading
