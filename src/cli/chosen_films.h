// Which package and which films a command is about.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "dataset/table.h"

namespace roentgen::cli {

// A folder, or the name of a package in the models folder.
std::filesystem::path package_folder(const std::string& package);

// The films of a split, of several with commas between ("val,test"), or of "all".
base::Result<dataset::Table> of_splits(const dataset::Table& table, const std::string& splits);

// The columns of another table, joined by the film's name; films it does not name keep what they had.
base::Result<void> join_truth(const std::string& file, dataset::Table& table);

}  // namespace roentgen::cli
