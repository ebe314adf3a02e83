// A cell of a table as a number.
#pragma once

#include <string>

namespace roentgen::dataset {

// Whether the whole text is one finite number, with a decimal point; `value` is it then.
bool parse_number(const std::string& text, double& value);

}  // namespace roentgen::dataset
