// Flat rows for research: one for each finding and measurement, and one for a film that has none.
#pragma once

#include <string>

#include "exchange/subject.h"

namespace roentgen::exchange {

// The columns of both. `with_patient`: also the file's name, the UIDs and what names the patient, which are
// left out unless asked for.
std::string csv_head(bool with_patient);  // RFC 4180, UTF-8, CRLF
std::string csv_rows(const Subject& subject, bool with_patient);
std::string json_lines(const Subject& subject, bool with_patient);  // one JSON object per line, LF

}  // namespace roentgen::exchange
