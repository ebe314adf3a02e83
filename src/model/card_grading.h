// The ordinal part of a card. Inside this room only.
#pragma once

#include <string>
#include <vector>

#include "model/card.h"
#include "model/strict_json.h"

namespace roentgen::model {

// `labels` are the card's: each step must be one of them, must read the grading's column, and must count as
// positive exactly the grades from its own one on. What is wrong goes into `problem`.
Grading read_grading(const Json& json, const std::string& path, const std::vector<Label>& labels,
                     std::string& problem);

}  // namespace roentgen::model
