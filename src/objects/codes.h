// The codes of everything that is said in an object: one table.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace roentgen::objects {

// PS3.3 8.8. Schemes: SCT (SNOMED CT), DCM (PS3.16 annex D), UCUM, and ours, 99ROENTGEN, for what none of
// them was found to hold.
struct Code {
  std::string_view value;    // at most 16 characters
  std::string_view scheme;   // "SCT"
  std::string_view meaning;  // at most 64 characters
  bool operator==(const Code& other) const { return value == other.value && scheme == other.scheme; }
};

struct CodeRow {
  // "finding/Effusion" (study::Finding::label), "site/Effusion" (where it lies), "structure/heart"
  // (study::Outline::structure), "measurement/cardiothoracic_ratio" (study::Measurement::name), "unit/mm"
  // (study::Measurement::unit), "part/CHEST" (Body Part Examined), "remark/devices" (study::Remark::code).
  std::string_view key;
  Code code;
  std::string_view group;  // the context group of PS3.16 it was taken from: "CID 6102"; empty: none
};

inline constexpr std::string_view kOwnScheme = "99ROENTGEN";

std::span<const CodeRow> code_table();

// Empty if the table has no such key.
std::optional<Code> find_code(std::string_view kind, std::string_view name);  // ("finding", "Effusion")

// For whatever a package of tomorrow may name: the table's code, else one of our scheme with `title` as its
// meaning and a value made of `name`. Both cut to what a code allows, ASCII.
struct OwnedCode {
  std::string value, scheme, meaning;
  Code view() const { return {value, scheme, meaning}; }
  bool operator==(const OwnedCode&) const = default;
};
OwnedCode code_for(std::string_view kind, std::string_view name, std::string_view title);

}  // namespace roentgen::objects
