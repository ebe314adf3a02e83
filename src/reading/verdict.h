// What a check has to say: reasons not to read a picture, and remarks that make it harder to trust.
#pragma once

#include <utility>
#include <vector>

#include "study/reading.h"

namespace roentgen::reading {

struct Verdict {
  std::vector<study::Remark> reasons;  // any: the picture is not read
  std::vector<study::Remark> quality;
  std::vector<study::Check> checks;  // all that was measured, raised or not

  bool refused() const { return !reasons.empty(); }
};

inline void add(Verdict& to, Verdict from) {
  for (auto& reason : from.reasons) to.reasons.push_back(std::move(reason));
  for (auto& remark : from.quality) to.quality.push_back(std::move(remark));
  for (auto& check : from.checks) to.checks.push_back(std::move(check));
}

// A check that was raised speaks as a reason (not_fit) or as a remark, under its own name.
inline void add(Verdict& to, study::Check check) {
  if (check.outcome == study::Fitness::not_fit) to.reasons.push_back({check.name, check.text});
  if (check.outcome == study::Fitness::fit_with_remarks) to.quality.push_back({check.name, check.text});
  to.checks.push_back(std::move(check));
}

}  // namespace roentgen::reading
