// A reading in plain words for the patient, to be released by a doctor.
#pragma once

#include "report/locale.h"
#include "report/text.h"
#include "study/reading.h"

namespace roentgen::report {

// Sections "about", "noted", "limits", "next". No number, no measurement, and nothing that names the patient;
// findings that only sum up others are told where there is no other.
Text write_sheet(const study::Reading& reading, const Locale& locale);

}  // namespace roentgen::report
