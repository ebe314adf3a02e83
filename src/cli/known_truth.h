// What the columns of the sets that the project knows say of normal, abnormal and urgent films.
#pragma once

#include <optional>
#include <string>

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

}  // namespace roentgen::cli
