// The film flagged for whoever opens the study: a Key Object Selection (PS3.16 TID 2010).
#pragma once

#include <vector>

#include "base/result.h"
#include "objects/object.h"

namespace roentgen::objects {

// Of a film read as urgent: "Of Interest", with the reason, the notice, and the film. Nothing otherwise.
base::Result<std::vector<Object>> write_key_objects(const Context& context);

}  // namespace roentgen::objects
