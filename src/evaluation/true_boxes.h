// What a folder's boxes.csv tells of a detector's labels. Inside this room only.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "dataset/table.h"
#include "model/card.h"
#include "reading/found_boxes.h"

namespace roentgen::evaluation {

// Of the set's films, by their bare names (dataset/film_name.h).
struct TrueBoxes {
  std::map<std::string, std::vector<reading::FoundBox>> by_image;
  std::set<std::string> broken;  // films with a row that is no rectangle: not all their boxes are known
};

// Nothing if the set has no boxes.csv, or one that is no table of boxes. Remarks say so, and count the boxes
// of other labels and of images that are not `listed` (empty: any may be).
std::optional<TrueBoxes> true_boxes(const model::Card& card, const dataset::Table& table,
                                    const std::set<std::string>& listed, std::vector<std::string>& remarks);

}  // namespace roentgen::evaluation
