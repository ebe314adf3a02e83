// A reading as a FHIR R4 bundle (https://hl7.org/fhir/R4).
#pragma once

#include <string>

#include "exchange/subject.h"

namespace roentgen::exchange {

// A Bundle of type "collection": Patient, ImagingStudy, one Device for the program and for each model, one
// Observation for each finding and measurement (preliminary), a DiagnosticReport (preliminary) with the draft
// as text, and a Provenance. It is a collection and no transaction, because nothing here may overwrite what a
// server knows of a patient; the receiver decides. Of a film that was not read the report says why and has no
// results.
//
// Deterministic: identifiers are UUIDs (version 8) made of the film's and the models' hashes; no clock is
// read, so Provenance.recorded is marked as unknown. JSON, indented, UTF-8.
std::string fhir_bundle(const Subject& subject);

}  // namespace roentgen::exchange
