// A Reading as JSON (docs/schemas/findings.schema.json) and back.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "study/reading.h"

namespace roentgen::study {

// Deterministic, indented, ends with a newline. Probabilities and scores have at most 4 decimals,
// measurements 4 (ratios) or 2, coordinates 1. Bytes that are not UTF-8 become U+FFFD.
std::string write_reading(const Reading& reading);

// `unusable_input` naming the field that is missing or of the wrong kind.
base::Result<Reading> parse_reading(const std::string& json);

// One document for many: {"schema", "program", "readings": [...]}.
std::string write_readings(const std::vector<Reading>& readings);

// Half away from zero; what the writer uses, for whoever must decide on the rounded number.
double round_to(double value, int decimals);

}  // namespace roentgen::study
