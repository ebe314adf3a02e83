// Which files `roentgen analyze` reads, and what their results are called.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace roentgen::cli {

struct Inputs {
  std::vector<std::filesystem::path>
      files;                // each once, in the order of the arguments, folders in order of path
  std::size_t skipped = 0;  // files in folders that are no radiograph by name or first bytes
};

// Files as they are (also ones that do not exist: opening them says so), folders with everything below them,
// patterns with * ? [ ] where no file has that very name. Nothing below `out` is taken, nor hidden files. In
// a folder a file counts by its extension (dcm, dicom, dic, ima, png, jpg, jpeg) or by the four letters DICM.
Inputs collect_inputs(const std::vector<std::string>& arguments, const std::filesystem::path& out);

// A folder name for each: the file's name without its last extension, only letters, digits and ". _ -", at
// most 80 of them. A name that is taken (also by a file for all films such as summary.csv, and whatever the
// case of letters) gets "-2", "-3", …
std::vector<std::string> result_names(const std::vector<std::filesystem::path>& files);

}  // namespace roentgen::cli
