// A cell of a table as a number.
#pragma once

#include <string>

namespace roentgen::dataset {

// Whether the whole text is one finite number, with a decimal point; `value` is it then.
bool parse_number(const std::string& text, double& value);

// Whether two cells say the same: the same text, or the same number ("1" and "1.0", as programs write whole
// numbers of a column with gaps).
bool same_value(const std::string& a, const std::string& b);

}  // namespace roentgen::dataset
