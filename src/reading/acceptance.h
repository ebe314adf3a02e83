// Whether one model may read a picture: what its card accepts against what is known of the picture.
#pragma once

#include <optional>

#include "model/card.h"
#include "reading/tags.h"
#include "study/gate.h"

namespace roentgen::reading {

// From the file's own words and from the pixels.
struct Subject {
  std::optional<int> age_years;   // as the file says
  bool looks_like_child = false;  // counts only where the file does not say the age
  bool photograph = false;
  bool orientation_unclear = false;
  View view = View::unknown;
  int least_side = 0;  // pixels
};

// Reason codes: too_young, too_old, photograph, orientation_unclear, wrong_view, too_small.
study::ModelFitness may_read(const model::Card& card, const Subject& subject);

}  // namespace roentgen::reading
