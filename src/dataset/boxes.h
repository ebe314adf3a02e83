// boxes.csv: rectangles around what a reader saw.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/table.h"

namespace roentgen::dataset {

// As written in boxes.csv, in pixels of the stored image: x, y are the left and upper EDGE, so that a box
// over the whole image is 0, 0, columns, rows. (In coordinates of pixel centres, as everywhere else in the
// house: x - 0.5.)
struct Box {
  std::string image;
  std::string label;
  double x = 0, y = 0, width = 0, height = 0;
  std::string reader;  // who drew it; empty where the set does not say
};

// What boxes.csv says, as far as it can be read.
struct BoxTable {
  std::vector<Box> boxes;                     // in the order of the file
  std::map<std::string, std::size_t> broken;  // image -> the first line about it that is no rectangle
};

// `unusable_input` if there is no boxes.csv, if it is no table or lacks one of the columns image, label, x,
// y, width and height (in any order; others are passed over).
base::Result<BoxTable> read_box_table(const Table& table);

// Every box, in the order of the file. `unusable_input` with the line number for a number that is none or a
// box without area, and if there is no boxes.csv.
base::Result<std::vector<Box>> read_boxes(const Table& table);

// Those of one film.
std::vector<Box> boxes_of(const std::vector<Box>& boxes, const Film& film);

}  // namespace roentgen::dataset
