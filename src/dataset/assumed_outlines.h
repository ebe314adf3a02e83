// What masks/ can be taken for without masks.json. Inside this room only.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "dataset/outlines.h"

namespace roentgen::dataset {

// See read_outlines(); empty if nothing can be assumed.
std::vector<Outlines> assumed_outlines(const Table& table, const std::vector<std::string>& structures);

// The values 1 … 255 that have this bit.
std::set<int> values_with(int bit);

}  // namespace roentgen::dataset
