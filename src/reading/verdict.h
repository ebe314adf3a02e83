// What a check has to say: reasons not to read a picture, and remarks that make it harder to trust.
#pragma once

#include <utility>
#include <vector>

#include "study/reading.h"

namespace roentgen::reading {

struct Verdict {
  std::vector<study::Remark> reasons;  // any: the picture is not read
  std::vector<study::Remark> quality;

  bool refused() const { return !reasons.empty(); }
};

inline void add(Verdict& to, Verdict from) {
  for (auto& reason : from.reasons) to.reasons.push_back(std::move(reason));
  for (auto& remark : from.quality) to.quality.push_back(std::move(remark));
}

}  // namespace roentgen::reading
