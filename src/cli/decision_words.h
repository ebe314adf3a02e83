// A decision as a person types it: options of `roentgen decide`.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "study/decision.h"

namespace roentgen::cli {

struct DecisionWords {
  std::vector<std::string> accepted, rejected;  // findings by label or title; "all": the reading as a whole
  std::vector<std::string> edited;              // "Effusion=present"
  std::vector<std::string> boxes;               // "Effusion=10,20,30,40", pixels of the stored film
  std::vector<std::string> reasons;             // "Effusion=why"
  std::string person, role, comment;
  std::string when;  // DICOM's DT; empty: now
  bool any() const;
};

// `usage` naming the word that is wrong: a finding that the reading has not, one that is decided twice, a box
// outside of the film.
base::Result<study::Decision> decision_of(const DecisionWords& words, const std::string& report_uid,
                                          const study::Reading& reading);

}  // namespace roentgen::cli
