// What lies between a film's stored values and its display values, in numbers: what a presentation state
// needs to show a film as this program showed it.
#pragma once

#include <optional>

#include "dicom/lookup_table.h"
#include "dicom/window.h"

namespace roentgen::dicom {

enum class VoiFunction { linear, linear_exact, sigmoid };

// In the order of PS3.4 N.2. Tables come before numbers where both are there.
struct ShownGrey {
  std::optional<LookupTable> modality;
  double slope = 1, intercept = 0;
  std::optional<LookupTable> voi;
  Window window;
  VoiFunction function = VoiFunction::linear;
  bool inverse = false;  // the lowest value is white: MONOCHROME1 or Presentation LUT Shape INVERSE
};

}  // namespace roentgen::dicom
