#include "dataset/number.h"

#include <charconv>
#include <cmath>

namespace roentgen::dataset {

bool parse_number(const std::string& text, double& value) {
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  return error == std::errc{} && rest == end && std::isfinite(value);
}

bool same_value(const std::string& a, const std::string& b) {
  if (a == b) return true;
  double x = 0, y = 0;
  return parse_number(a, x) && parse_number(b, y) && x == y;
}

}  // namespace roentgen::dataset
