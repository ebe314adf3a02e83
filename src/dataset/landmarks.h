// landmarks.csv: points that a reader set, so many on every film.
#pragma once

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
};

// Columns: image, then NAME_x and NAME_y for each point. `unusable_input` with the line number for a cell
// that is no number, for a column that is neither, and if there is no landmarks.csv.
base::Result<Landmarks> read_landmarks(const Table& table);

}  // namespace roentgen::dataset
