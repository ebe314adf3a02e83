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
std::string describe_triage_rules();

}  // namespace roentgen::reading
