// How soon a person should look: a small table of rules over findings and the cardiothoracic ratio.
#pragma once

#include <string>

#include "study/reading.h"

namespace roentgen::reading {

// The one label of the findings that code knows by name: it sums up all others.
inline constexpr const char* kSummary = "abnormal";

// The first rule that holds gives the category; the reason names what made it hold.
study::Triage triage_of(const study::Reading& reading);

// The table as text, for the configuration hash.
// A small child's film, read by the package for children: pneumonia is soon, all else routine. The heart of a
// child is wide by nature and moves nothing.
study::Triage triage_of_child(const study::Reading& reading);

// A limb, hip or shoulder: a fracture is soon, all else routine.
study::Triage triage_of_limb(const study::Reading& reading);

std::string describe_triage_rules();

}  // namespace roentgen::reading
