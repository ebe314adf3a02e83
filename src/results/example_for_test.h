// The readings that this room's tests show.
#pragma once

#include <string>

#include "base/file.h"
#include "results/worklist.h"
#include "study/reading_json.h"

namespace roentgen::results {

inline study::Reading example(const std::string& name) {
  return study::parse_reading(
             base::read_text("src/study/testdata/" + name + ".findings.json", 1 << 20).value())
      .value();
}

// Two films that were read (the second without a finding), one that was not, one that could not be opened.
inline std::vector<Entry> example_entries() {
  const study::Reading soon = example("read");
  study::Reading routine = soon;
  for (auto& finding : routine.findings) finding.present = false;
  routine.triage = {study::Urgency::routine, "No finding reaches its threshold."};
  study::Reading failed = example("not_read");
  failed.status = study::Status::failed;
  failed.reasons = {{"unusable_input", "The file is damaged."}};
  failed.triage.reason = "The file is damaged.";
  return {{failed, "damaged.dcm", "damaged", {}, {}},
          {example("not_read"), "in/<img src=x onerror=alert(1)>.png", "_img", {}, {}},
          {routine, "=cmd|' /C calc'!A0.dcm", "calc", {}, {}},
          {soon, "film.dcm", "film", {}, {}}};
}

}  // namespace roentgen::results
