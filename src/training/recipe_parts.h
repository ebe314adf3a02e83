// Parts that recipes of different kinds share. They throw std::runtime_error with a sentence, as Fields does.
#pragma once

#include "model/card.h"
#include "training/fields.h"
#include "training/recipe.h"

namespace roentgen::training {

model::InputSpec read_input(Fields fields);
SetSpec read_set(Fields fields);

}  // namespace roentgen::training
