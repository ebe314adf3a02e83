// What to say of a table that tells less than a card's labels need. Inside this room only.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "dataset/table.h"
#include "evaluation/classification.h"
#include "model/card.h"

namespace roentgen::evaluation {

bool has_column(const dataset::Table& table, const std::string& column);

// What to answer where no film tells anything: which columns, with which values, it takes.
std::string no_truth(const model::Card& card);

// Films whose cell is neither empty nor one the card knows, column by column: they count for no label of it.
void note_unknown_values(const model::Card& card, const dataset::Table& table,
                         std::vector<std::string>& remarks);

// Labels of which only one side was seen: their figures that need both, or the other one, are missing.
void note_one_sided(const model::Card& card, std::span<const ClassifiedFilm> films,
                    std::vector<std::string>& remarks);

}  // namespace roentgen::evaluation
