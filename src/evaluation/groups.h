// The groups figures are given for: everybody, and each source, view, sex and age.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "dataset/table.h"

namespace roentgen::evaluation {

// What the table says of one film. Empty: not known.
struct Facts {
  std::string image;
  std::string patient;
  std::string source, view, sex;
  std::string age;  // the age group, see dataset::age_group
  std::vector<std::string> others =
      {};  // further groups the film stands in: "hardware=0", "hardware=1" (metal)
};
Facts facts_of(const dataset::Film& film);

struct Group {
  std::string name;                // "all", "source=…", "view=…", "sex=…", "age=…", "hardware=…"
  std::vector<std::size_t> films;  // indices, ascending
};

inline constexpr std::size_t kLeastGroup = 10;  // films; below it a figure says nothing about a group

// "all" first, then the others in alphabetical order; films whose value is not known stand in "all" only.
// Groups smaller than kLeastGroup are left out ("all" never is).
std::vector<Group> groups_of(std::span<const Facts> films);

}  // namespace roentgen::evaluation
