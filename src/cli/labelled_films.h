// What the commands share that read labelled films as `roentgen analyze` reads them.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/table.h"
#include "reading/reader.h"

namespace roentgen::cli {

// The table of a folder, with the columns of another table (`truth`; "": none) and with constants
// ("COLUMN=VALUE"); `example` is a constant that would do.
base::Result<dataset::Table> labelled_films(const std::string& data, const std::string& truth,
                                            const std::vector<std::string>& constants,
                                            const std::string& example);

// Loaded from this folder ("": the usual one); each film is read on one thread.
base::Result<reading::Reader> start_reader(const std::string& models, int threads);

}  // namespace roentgen::cli
