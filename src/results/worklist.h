// The readings of one run, for the table, the report and summary.csv.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/file.h"
#include "study/reading.h"

namespace roentgen::results {

struct Entry {
  study::Reading reading;
  std::string input;       // path as the caller gave it
  std::string folder;      // of its files, below the output folder; only letters, digits, ". _ -"
  base::Bytes image_jpeg;  // small pictures for the report; empty: none
  base::Bytes overlay_jpeg;
};

// The order in which a person should look: most urgent first, then what lies furthest above its threshold,
// then as given. Not read and failed come last.
std::vector<std::size_t> by_urgency(const std::vector<Entry>& entries);
bool more_urgent(const study::Reading& a, const study::Reading& b);

// Present findings, those furthest above their threshold first.
std::vector<const study::Finding*> present_findings(const study::Reading& reading);

// One line: "Pleural effusion, Enlarged heart, 2 more", "no finding at its threshold", or why it was not
// read.
std::string headline(const study::Reading& reading);

// "0.52", or empty without one.
std::string ratio_text(const study::Reading& reading);

}  // namespace roentgen::results
