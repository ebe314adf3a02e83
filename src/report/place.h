// Where on a chest film the evidence of a finding lies, in the words that radiologists use: side and zone.
#pragma once

#include <string>
#include <vector>

#include "study/reading.h"

namespace roentgen::report {

// "right_upper", "left_lower", "heart", "right", …: of each region, strongest first, each once. A zone is a
// third of the height of that lung's outline. Sides are the patient's, from the outlines; without outlines of
// both lungs, or where the film looks mirrored (check "mirrored"), nothing is said.
std::vector<std::string> places(const study::Reading& reading, const study::Finding& finding);

}  // namespace roentgen::report
