// How soon a person should look: a small table of rules over the findings.
#pragma once

#include <string>
#include <vector>

#include "study/reading.h"

namespace roentgen::reading {

// The first rule that holds gives the category; the reason names what made it hold.
study::Triage triage_of(const std::vector<study::Finding>& findings);

// The table as text, for the configuration hash.
std::string describe_triage_rules();

}  // namespace roentgen::reading
