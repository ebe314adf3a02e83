// How many, in words.
#pragma once

#include <cstddef>
#include <string>

namespace roentgen::base {

// 1, "film has", "films have" -> "1 film has"; 3 -> "3 films have"
inline std::string counted(std::size_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

}  // namespace roentgen::base
