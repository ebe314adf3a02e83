// What no model of this program looks at: said with every reading, because silence would look like "normal".
#pragma once

#include <string>
#include <vector>

#include "reading/tags.h"
#include "study/reading.h"

namespace roentgen::reading {

std::vector<study::Remark> not_assessed(View view);

std::string describe_not_assessed();

}  // namespace roentgen::reading
