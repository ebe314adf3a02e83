// Numbers as text, the same on every machine and in every locale.
#pragma once

#include <cstdio>
#include <string>

namespace roentgen::base {

// 0.12345, 3 -> "0.123"
inline std::string fixed(double value, int decimals) {
  char text[400];  // the longest double has 309 digits before the point
  const int length = std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return {text, text + length};
}

}  // namespace roentgen::base
