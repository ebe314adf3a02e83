// A reading as Chest CAD SR (PS3.16 TID 4100), for the viewers that draw CAD marks.
#pragma once

#include <vector>

#include "base/result.h"
#include "objects/content.h"
#include "objects/object.h"

namespace roentgen::objects {

// Of a chest film (by its tag, or where the tag is silent); nothing of other parts, or without a film to
// point at. A film that was not read, or failed, has its failed or not attempted detections and analyses.
base::Result<std::vector<Object>> write_chest_cad(const Context& context);

ContentItem chest_cad_content(const Context& context);

}  // namespace roentgen::objects
