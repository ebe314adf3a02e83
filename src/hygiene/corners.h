// Structures with four corners that a reader set, and what cannot be right about them. Inside this room only.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "dataset/landmarks.h"

namespace roentgen::hygiene {

struct FourCorners {
  std::string name;                            // "v01"
  std::array<dataset::Landmark, 4> corners{};  // upper left, upper right, lower left, lower right, y down
};

// The corners of as many structures as the names give from the first on, by dataset::corner_order(): the
// place of each in `names`; empty where there are none.
std::vector<std::size_t> corners_among(const std::vector<std::string>& names);

// A film's structures, of its points and what corners_among() said of their names.
std::vector<FourCorners> structures_of(const std::vector<std::string>& names,
                                       const std::vector<std::size_t>& order,
                                       const std::vector<dataset::Landmark>& points);

// Why the corners cannot be what their names say: the outline crosses itself, or the order is turned. Empty:
// they can. A structure may lean, by less than a quarter turn.
std::string fault_of(const FourCorners& structure);

// Those whose centre is not below that of the one before: as places in `structures`.
std::vector<std::size_t> out_of_order(std::span<const FourCorners> structures);

}  // namespace roentgen::hygiene
