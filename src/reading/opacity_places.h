// Where a lung opacity lies: boxes of a detector that learned from radiologists' boxes, in place of the heat
// map of the network that found it.
#pragma once

#include <span>

#include "model/engine.h"
#include "model/preprocess.h"
#include "reading/findings.h"

namespace roentgen::reading {

// The label of the findings' package whose places the detector gives.
inline constexpr const char* kOpacity = "opacity";

// Whether there is a present finding kOpacity to look for places of.
bool wants_opacity_places(const FindingsResult& result);

// The finding's regions become the detector's boxes that reach the card's threshold, strongest first; without
// one its place is unknown. Its heat map goes, and what was known of that map. `outputs`: "scores", "boxes".
void place_opacities(const model::Card& card, std::span<const model::Output> outputs,
                     const model::Placement& placement, const Size& picture, FindingsResult& result);

}  // namespace roentgen::reading
