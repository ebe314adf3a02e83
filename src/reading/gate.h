// Third check: what the gate's network sees. Only a frontal chest film that resembles the training data is
// read; how it was taken and what was done to it becomes remarks.
#pragma once

#include <span>

#include "reading/look.h"
#include "reading/verdict.h"
#include "study/acquisition.h"

namespace roentgen::reading {

// Check body_part; reason code: not_a_frontal_chest, naming the kind it looks like. A card without
// kFrontalChest is refused when the reader loads (reader.h); here it counts as not frontal.
Verdict judge_kind(const Look& look, const study::Acquisition& acquisition);

// Check and reason code: far_from_training_data. No reference in the card: no verdict.
Verdict judge_distance(const model::Card& card, std::span<const float> features);

// Checks turned and inverted, of the picture as stored; `done` is what was corrected after all eight
// positions were compared. `unclear`: none of them looked right, nothing was corrected, and what was raised
// says so.
Verdict judge_orientation(const Look& stored, const study::Correction& done, bool unclear);

// Check photo, with this outcome if it is one.
Verdict judge_photograph(const Look& upright, study::Fitness if_raised);

// Checks mirrored, overlay, blurred, dark, pale, view and age, of the upright picture: remarks. View and age
// are held against the file's own words.
Verdict judge_taking(const Look& upright, const study::Acquisition& acquisition);

inline constexpr int kAdult = 18;  // years

// The rules above as text, for the configuration hash.
std::string describe_gate_rules();

}  // namespace roentgen::reading
