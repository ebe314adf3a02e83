// What a table says about a card's labels.
#pragma once

#include <string>
#include <vector>

#include "dataset/table.h"
#include "model/card.h"

namespace roentgen::evaluation {

inline constexpr int kUnknown = -1;

// 1, 0 or kUnknown: the film's value in the label's column is among the label's positive or negative ones
// ("1.0" is "1"), or neither. A table without that column may have one of the label's own name that says 1 or
// 0.
int truth_of(const model::Label& label, const dataset::Film& film);

// Whether some labels are values of one column that shut each other out (kinds of image): then a film is
// right or wrong as a whole, and accuracy has a meaning.
bool has_exclusive_labels(const model::Card& card);

}  // namespace roentgen::evaluation
