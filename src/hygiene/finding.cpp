#include "hygiene/finding.h"

#include <algorithm>

namespace roentgen::hygiene {

const char* word(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      break;
  }
  return "note";
}

std::string listed(const std::vector<std::string>& names, std::size_t most) {
  std::string text;
  const std::size_t told = std::min(most, names.size());
  for (std::size_t i = 0; i < told; ++i)
    text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
  if (names.size() > told) text += " and " + std::to_string(names.size() - told) + " more";
  return text;
}

}  // namespace roentgen::hygiene
