// From a detector's output to findings with boxes.
#pragma once

#include <span>
#include <vector>

#include "model/engine.h"
#include "model/preprocess.h"
#include "reading/found_boxes.h"
#include "reading/project.h"
#include "study/reading.h"

namespace roentgen::reading {

// One finding for each label of the card, as findings.h decides them from the network's opinion of the whole
// picture. A present one has the boxes that reach the card's places.threshold, strongest first (none: its
// place is unknown); an absent one has none. Boxes in pixels of the picture, from the centre of the first
// pixel to that of the last. `outputs`: "logits", "scores", "boxes".
std::vector<study::Finding> judge_boxes(const model::Card& card, const model::Output& logits,
                                        const model::Output& scores, const model::Output& boxes,
                                        const model::Placement& placement, const Size& picture);

// Boxes on the picture (found_boxes.h) of one label as regions, in their order.
std::vector<study::Region> regions_of_boxes(std::span<const FoundBox> boxes, const Size& picture);

}  // namespace roentgen::reading
