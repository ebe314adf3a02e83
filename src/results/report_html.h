// report.html: one self-contained page, most urgent first. Nothing is fetched from anywhere; a content
// security policy forbids it, and forbids every script but the page's own.
#pragma once

#include <string>
#include <vector>

#include "results/worklist.h"

namespace roentgen::results {

// All text from outside is escaped. Deterministic. Pictures are those of the entries; where there is none,
// none is shown.
std::string report_html(const std::vector<Entry>& entries);

}  // namespace roentgen::results
