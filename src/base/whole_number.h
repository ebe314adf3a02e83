// Whole numbers out of JSON. nlohmann's get<int>() makes 4 of 4.7 and something else of 1e30, in silence.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <utility>

namespace roentgen::base {

// `json` (of any nlohmann::basic_json) as a T; nothing if it is no number, has a fraction's form (4.0, 1e3)
// or does not fit into T.
template <std::integral T, class Json>
std::optional<T> whole_number(const Json& json) {
  if (json.is_number_unsigned()) {
    const auto value = json.template get<std::uint64_t>();
    return std::in_range<T>(value) ? std::optional(static_cast<T>(value)) : std::nullopt;
  }
  if (!json.is_number_integer()) return std::nullopt;
  const auto value = json.template get<std::int64_t>();
  return std::in_range<T>(value) ? std::optional(static_cast<T>(value)) : std::nullopt;
}

}  // namespace roentgen::base
