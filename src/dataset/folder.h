// A folder of labelled films as somebody hands it over: what of it can be used, and in sentences what not. A
// film's name may lack the ending of its file (.png, .jpg, .jpeg, .dcm, .dicom) where one file fits it.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/table.h"

namespace roentgen::dataset {

struct LabelledFolder {
  Table table;
  std::vector<std::string> remarks;
  std::set<std::string> listed;  // bare names (film_name.h) of all films that were named, also those left out
};

// As read_table(), and besides: without metadata.csv the files of images/ are the films, in the order of
// their names; rows that say the same of one film count once; a film of which two rows say different things
// is left out; files in images/ that no row names are counted. `unusable_input` if no film is left, or for
// what read_table() refuses.
base::Result<LabelledFolder> open_labelled_folder(const std::filesystem::path& folder);

}  // namespace roentgen::dataset
