// A reading as a draft report for the radiologist: what was seen, measured and not assessed.
#pragma once

#include "report/locale.h"
#include "report/text.h"
#include "study/reading.h"

namespace roentgen::report {

// Sections "technique", "findings", "measurements", "impression", "not_assessed"; of a film that was not read
// or could not be opened "technique" and "why" instead of the middle three. Nothing of it names the patient.
Text write_draft(const study::Reading& reading, const Locale& locale);

}  // namespace roentgen::report
