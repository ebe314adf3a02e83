// Third check: what the gate's network sees. Only a frontal chest film that resembles the training data is
// read; how it was taken and what was done to it becomes remarks.
#pragma once

#include <optional>
#include <span>

#include "reading/look.h"
#include "reading/verdict.h"
#include "study/acquisition.h"

namespace roentgen::reading {

// Check body_part; reason code: not_a_frontal_chest, naming the kind it looks like. A card without
// kFrontalChest is refused when the reader loads (reader.h); here it counts as not frontal.
Verdict judge_kind(const Look& look, const study::Acquisition& acquisition);

// The name of the kind of image (a label of the column "part") that the network would bet on, if it does not
// see a frontal chest; empty: none.
std::string kind_of(const Look& look);

// Check and reason code: far_from_training_data. No reference in the card: no verdict.
Verdict judge_distance(const model::Card& card, std::span<const float> features);

// Checks turned and inverted, of the picture as stored; `done` is what was corrected after all eight
// positions were compared. `unclear`: none of them looked right, nothing was corrected, and what was raised
// says so.
Verdict judge_orientation(const Look& stored, const study::Correction& done, bool unclear);

// Checks photo (the network's) and moire (image/moire.h; nothing: too small to measure), with this outcome if
// either is raised.
Verdict judge_photograph(const Look& upright, const std::optional<double>& moire, study::Fitness if_raised);

// Above this prominence moiré counts as seen.
inline constexpr double kMoire = 1.9;

// Sure enough to refuse the film for a model that was not made for photographs: moiré, or this probability of
// the network. Below it the film is only remarked on, because the network takes one film in ten of hospitals
// it never saw for a photograph. On 527 validation films that are none (clean, mirrored, blurred) it stays
// below.
inline constexpr double kSurePhotograph = 0.9;
bool is_surely_photograph(const Look& upright, const std::optional<double>& moire);

// Sure enough to refuse a film whose file says no age for a model of adults. Below it the film is only
// remarked on: the network takes every third bedside film of a hospital it never saw for a child's, and one
// in thirty from this probability on. On val 64 of 67 small children lie above, and none of 123 adults.
inline constexpr double kSureChild = 0.95;
bool is_surely_child(const Look& upright);

// Checks mirrored, overlay, blurred, dark, pale, view and age, of the upright picture: remarks. View and age
// are held against the file's own words.
Verdict judge_taking(const Look& upright, const study::Acquisition& acquisition);

inline constexpr int kAdult = 18;  // years

// The rules above as text, for the configuration hash.
std::string describe_gate_rules();

}  // namespace roentgen::reading
