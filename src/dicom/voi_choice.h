// The VOI transformations a file offers for one frame (PS3.3 C.11.2), in the order of precedence.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "dicom/lookup_table.h"
#include "dicom/voi.h"

namespace roentgen::dicom {

// A table, or a window with its function.
struct VoiChoice {
  std::optional<LookupTable> table;
  Window window;
  VoiFunction function = VoiFunction::linear;
  std::string explanation;  // as the file words it; empty if it does not
};

// Tables before windows, both in the order of the file; what is unusable is left out and told. At most
// kMostVoiChoices. `signed_input`: the modality values can be negative.
inline constexpr std::size_t kMostVoiChoices = 64;
std::vector<VoiChoice> read_voi_choices(const DataSet& groups, bool signed_input,
                                        std::vector<std::string>& remarks);

// "VOI LUT of 4096 entries from 0", "centre 40, width 400 (LINEAR), "BONE"".
std::string words_of(const VoiChoice& choice);

// The choice that `wanted` names: a number counted from 1, or an explanation (capitals do not matter; its
// beginning is enough if no other begins so). `usage` with the list if there is none.
base::Result<std::size_t> choose_voi(const std::vector<VoiChoice>& choices, const std::string& wanted);

// A number in a step or remark: without needless digits.
std::string plain(double number);

}  // namespace roentgen::dicom
