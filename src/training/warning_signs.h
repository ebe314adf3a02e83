// What a training's curves and figures should make its author doubt, in words.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/card.h"
#include "training/journal.h"

namespace roentgen::training {

// Of the curves of each seed (lines of one journal), the validation figures (rows of group "all") and the
// card's labels. Empty: nothing was noticed, which proves nothing.
std::vector<std::string> warning_signs(std::span<const JournalLine> journal,
                                       std::span<const model::Metric> validation,
                                       std::span<const model::Label> labels);

}  // namespace roentgen::training
