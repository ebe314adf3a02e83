// Which words of a language fit a reading.
#pragma once

#include "report/locale.h"
#include "study/reading.h"

namespace roentgen::report {

// The part whose model read the film, else the part that the file names, else the nameless one.
const PartWords& part_of(const Locale& locale, const study::Reading& reading);

// The locale's words; for a label it has none for, the package's own title, marked where it is foreign.
LabelWords label_words(const Locale& locale, const PartWords& part, const study::Finding& finding);

// Present findings, those furthest above their threshold first, the ones that sum up the others last.
std::vector<const study::Finding*> told_findings(const Locale& locale, const study::Reading& reading);

// Whether findings were looked for: a film may have been outlined only (a child's).
bool findings_were_read(const study::Reading& reading);

}  // namespace roentgen::report
