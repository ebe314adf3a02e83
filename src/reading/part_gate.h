// The quality gate on pictures that are no frontal chest. film-quality learned its labels on chests:
// elsewhere its answers still rank pictures rightly, but mean other probabilities, so the limits here are not
// those of its card.
#pragma once

#include "reading/look.h"
#include "reading/verdict.h"

namespace roentgen::reading {

// Bones are bright. What tells is which of the picture and its negative film-quality calls inverted with more
// reason. Of 437 validation pictures that are upright (165 limbs, 110 whole spines, 162 knees) none is surely
// called inverted, of their negatives 162, 107 and 139; and five knees that their set holds inverted all are.
// The limits were chosen on these films: elsewhere expect less.
enum class Polarity { bones_bright, unclear, bones_dark };
Polarity polarity_of(const Look& stored, const Look& negative);

// Check "inverted": how much more the picture looks inverted than its negative does, in units of the logit.
// `turned`: whether the negative is what is read and shown.
Verdict judge_polarity(const Look& stored, const Look& negative, bool turned);

// Check "photo", with `if_raised` as its outcome. Films of whole spines come cut out of screens and look a
// little like photographs throughout (0.41 in the middle of 110): they are remarked on later than others.
Verdict judge_part_photograph(const Look& stored, bool spine, study::Fitness if_raised);

// Sure enough to refuse the picture for a model that was not made for photographs: none of 410 validation
// pictures of limbs, knees and spines, and 61, 88 and 47 of 100 photographs of each drawn by our own code.
// This limit and those of the remark were chosen on these pictures.
bool is_surely_part_photograph(const Look& stored);

// Whether a picture whose file does not name the part is one of a limb: what the gate gives to all limbs
// together. Of 231 validation pictures of limbs 83 % reach it, of 319 of kinds that the gate never saw
// (brains, skulls, mammograms, ultrasound, CT slices, spines, photographs of things) 5 %. The limit was
// chosen on these pictures (limb_fracture val, body_part).
bool is_surely_limb(const Look& gate);

std::string describe_part_gate_rules();

}  // namespace roentgen::reading
