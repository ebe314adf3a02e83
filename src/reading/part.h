// Pictures of another part of the body than the chest: which package reads them, and what it says.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "image/image.h"
#include "model/engine.h"
#include "reading/acceptance.h"
#include "reading/findings.h"
#include "reading/packages.h"
#include "reading/verdict.h"
#include "study/acquisition.h"

namespace roentgen::reading {

// The roles of the packages for a picture that is no chest, in the order in which they are asked: what the
// gate sees (`kind`, one of its labels, or "") must agree with what the file says, if it says anything. A
// file that says "chest" is not read as a knee, whatever its picture looks like; one that says "hand" is read
// where the gate cannot tell; one that says "spine" is a spine. Where the file says nothing, the gate must be
// sure of a limb (`surely_limb`, part_gate.h).
std::vector<Role> part_roles(std::string_view kind, bool surely_limb, bool frontal_chest,
                             const study::Acquisition& acquisition);

// The gate's labels for what limb-fracture reads.
inline constexpr std::array<std::string_view, 6> kLimbKinds{"hand_wrist", "elbow_forearm", "shoulder",
                                                            "pelvis_hip", "knee",          "foot_ankle"};

// Whether the file's words refuse the picture for its body part alone (of limbs: or for its view), and there
// may be a reader for that part.
bool names_other_part(const Verdict& verdict, const study::Acquisition& acquisition);

// Films of whole spines are long and narrow.
bool names_spine(const study::Acquisition& acquisition);

std::string describe_part_rules();

struct PartResult {
  study::ModelFitness fitness;
  study::Check distance;  // from the package's training data; without a name where the card says none
  FindingsResult findings;
  std::vector<study::Outline> outlines;          // vertebrae
  std::vector<study::Measurement> measurements;  // the grade, if the card has one; Cobb angles
  std::vector<study::Remark> quality;
};

// Asks the package if its card accepts the subject. Errors: of the engine.
base::Result<PartResult> read_part(const model::Engine& engine, const image::Image& picture,
                                   const Subject& subject, const study::PixelSpacing& spacing);

// The grade as a measurement: the expected grade rounded, in its method how likely each grade is.
study::Measurement grade_of(const model::Card& card, std::span<const float> logits);

// What such a package does not look at.
std::vector<study::Remark> not_assessed_of_part(bool fractures);

}  // namespace roentgen::reading
