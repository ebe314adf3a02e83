// The score from which a place is shown, chosen on validation films.
#pragma once

#include "base/result.h"
#include "dataset/npz.h"
#include "model/engine.h"

namespace roentgen::training {

// Detection: the score with the largest F1 of all labels' boxes at an overlap of kShownOverlap. Landmarks:
// the highest score that 99 % of the vertebrae found in rows of full length reach. The card's `places` is
// filled.
inline constexpr double kShownOverlap = 0.3;
base::Result<void> choose_place_threshold(model::Card& card, const model::Engine& engine,
                                          const dataset::PictureTable& val, int threads);

}  // namespace roentgen::training
