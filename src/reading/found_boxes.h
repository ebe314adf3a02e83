// From a detector's output to boxes.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "model/card.h"
#include "model/engine.h"
#include "model/preprocess.h"
#include "reading/project.h"

namespace roentgen::reading {

// Edges, not pixel centres: a box over a whole picture is 0, 0, columns, rows, as in boxes.csv.
struct FoundBox {
  int label = 0;     // index into the card's labels
  double score = 0;  // 0…1
  double left = 0, top = 0, right = 0, bottom = 0;

  double area() const { return (right - left) * (bottom - top); }
};

// Area of the intersection over area of the union (Jaccard 1901).
double overlap(const FoundBox& a, const FoundBox& b);

// Of the outputs "scores" and "boxes": strongest first, in pixels of the network's input; of two boxes of one
// label that overlap by more than the card's most_overlap, the weaker one goes.
std::vector<FoundBox> found_boxes(const model::PlaceSpec& places, const model::Output& scores,
                                  const model::Output& boxes, double least_score, std::size_t most);

// The same boxes in pixels of the picture, cut at its border; what lies outside altogether goes.
std::vector<FoundBox> on_picture(std::span<const FoundBox> boxes, const model::Placement& placement,
                                 const Size& picture);

}  // namespace roentgen::reading
