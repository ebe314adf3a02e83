// Which outlines each film of a set is compared with. Inside this room only.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/outlines.h"
#include "model/card.h"

namespace roentgen::evaluation {

struct ChosenOutlines {
  std::vector<dataset::Outlines> all;
  std::vector<std::optional<std::size_t>> of_film;  // place in `all`; none: nothing to compare with

  const dataset::Outlines* of(std::size_t film) const {
    return of_film[film] ? &all[*of_film[film]] : nullptr;
  }
};

// "right_lung, left_lung, heart"
std::string structures_of(const model::Card& card);

// For each film the first outlines it has that name something of the card's: those that tell structures apart
// before those that do not. What was assumed for want of a masks.json, and which masks contradicted that, is
// said in `remarks`. `unusable_input` if no film has any.
base::Result<ChosenOutlines> choose_outlines(const model::Card& card, const dataset::Table& table,
                                             std::vector<std::string>& remarks);

}  // namespace roentgen::evaluation
