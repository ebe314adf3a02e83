// Whether figures are of films that a package has learnt from.
#pragma once

#include <optional>
#include <string>

#include "dataset/table.h"
#include "model/card.h"

namespace roentgen::evaluation {

// A sentence if some films stand in a split "train" and the card says that it was trained on the split
// "train" of a set of the table's name, or on films of their source.
std::optional<std::string> trained_on(const model::Card& card, const dataset::Table& table);

}  // namespace roentgen::evaluation
