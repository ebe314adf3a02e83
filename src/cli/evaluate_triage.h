// `roentgen evaluate radiograph-triage`: the order that all packages together give the films of a folder,
// which is no network of its own.
#pragma once

#include <string>
#include <vector>

namespace roentgen::cli {

// The exit code of the program.
int evaluate_known_triage(const std::string& data, const std::string& split, const std::string& scores,
                          const std::vector<std::string>& constants, int threads, bool json);

}  // namespace roentgen::cli
