// How far a finding lies above or below its threshold, comparable between findings that are rare and common.
#pragma once

#include "study/reading.h"

namespace roentgen::study {

// Log odds of the probability less log odds of the threshold: 0 at the threshold, +1 for 2.7 times its odds.
// Values closer to 0 or 1 than the last decimal shown count as that decimal, so it is always finite.
double margin(const Finding& finding);

}  // namespace roentgen::study
