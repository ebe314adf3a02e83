// Whether the film was taken with a deep breath: from the outlines of the lungs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reading/anatomy.h"
#include "study/gate.h"

namespace roentgen::reading {

// The width of both lung fields together over the mean height of the two; low lungs are wide for their
// height. `pixel_aspect`: height / width of a pixel of the picture. Nothing if a lung is missing.
std::optional<double> lung_width_over_height(const std::vector<Structure>& structures, double pixel_aspect);

// From here on the lungs count as low. The eye's judgement on validation films of cxr_nih (229, 43 of them of
// a poor inspiration): specificity 0.96, sensitivity 0.67, AUC 0.91.
inline constexpr double kLowLungs = 1.43;

// Check poor_inspiration; none if a lung is missing.
std::optional<study::Check> inspiration_check(const std::vector<Structure>& structures, double pixel_aspect);

std::string describe_low_lungs();

}  // namespace roentgen::reading
