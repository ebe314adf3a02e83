// landmarks.csv: points that a reader set, so many on every film.
#pragma once

#include <cstddef>
#include <expected>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/table.h"

namespace roentgen::dataset {

// In pixels of the stored image, as written.
struct Landmark {
  double x = 0, y = 0;
  bool operator==(const Landmark&) const = default;
};

struct Landmarks {
  std::vector<std::string> names;                        // "v01_tl", in the order of the columns
  std::map<std::string, std::vector<Landmark>> of_film;  // by image
  // Films that are not in of_film: image -> the line with a cell that is no number, or that names it again.
  std::map<std::string, std::size_t> broken = {};
};

// Columns, in any order: image, and NAME_x and NAME_y for each point; others are passed over. Films whose row
// is not whole are told in `broken`. `unusable_input` if there is no landmarks.csv, if it is no table, has no
// point, or only one of a point's two columns.
base::Result<Landmarks> read_landmark_table(const Table& table);

// The same, and `unusable_input` with the line number for a film whose row is not whole.
base::Result<Landmarks> read_landmarks(const Table& table);

// The corners of `count` vertebrae, named v01_tl, v01_tr, v01_bl, v01_br, v02_tl … (spine_cobb), in this
// order: the place of each in `names`; else the first name that is missing.
std::expected<std::vector<std::size_t>, std::string> corner_order(const std::vector<std::string>& names,
                                                                  std::size_t count);

}  // namespace roentgen::dataset
