// What the columns of the sets that the project knows say of normal, abnormal and urgent films.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dataset/table.h"
#include "evaluation/evaluate_triage.h"

namespace roentgen::cli {

struct KnownTruth {
  evaluation::TriageTruth truth;
  std::string body_part;  // what a file of this set would say of itself; empty: nothing
};

// By the first of these columns that the table has: rsna_class (with Pneumothorax urgent), abnormal,
// fracture, kl_grade (2 and above), normal, no_finding. Nothing where it has none.
std::optional<KnownTruth> known_truth(const dataset::Table& table);

// `roentgen evaluate radiograph-triage`: the order that all packages together give the films of a folder,
// which is no network of its own. The exit code.
int evaluate_known_triage(const std::string& data, const std::string& split, const std::string& scores,
                          const std::vector<std::string>& constants, int threads, bool json);

}  // namespace roentgen::cli
