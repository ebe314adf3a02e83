// What a person decided about a reading: accepted, edited or rejected, finding by finding.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "study/reading.h"

namespace roentgen::study {

enum class Verdict { accepted, edited, rejected };

struct FindingDecision {
  std::string label;  // Finding::label; empty: of the reading as a whole
  Verdict verdict = Verdict::accepted;
  std::string reason;           // in the person's words; may be empty
  std::optional<bool> present;  // edited: what the person says
  std::vector<Region> regions;  // edited: where the person sees it, on the stored film; empty: not said
  bool operator==(const FindingDecision&) const = default;
};

struct Decision {
  std::string report_uid;  // SOP Instance UID of the report that was judged
  std::string person;      // as DICOM's person names: "Doe^Jane"
  std::string role;        // "radiologist"; may be empty
  std::string when;        // DICOM DT (PS3.5 6.2): "20261121101500+0100"; given by the caller, never a clock
  std::vector<FindingDecision> findings;
  std::string comment;
  bool operator==(const Decision&) const = default;
};

const char* word(Verdict verdict);  // "accepted", "edited", "rejected"

// Deterministic, indented, ends with a newline.
std::string write_decision(const Decision& decision);

// `unusable_input` naming the field that is missing or of the wrong kind.
base::Result<Decision> parse_decision(const std::string& json);

}  // namespace roentgen::study
