// Windows (PS3.3 C.11.2.1.2 and C.11.2.1.3): from modality values to 0 … 1.
#pragma once

#include <string>

#include "dicom/shown_grey.h"

namespace roentgen::dicom {

// Position of `value` in the window, 0 = darkest … 1 = brightest, before any inversion.
// linear: width >= 1; linear_exact, sigmoid: width > 0.
double apply_window(VoiFunction function, const Window& window, double value);

// Whether the width is one that the function allows.
bool is_valid(VoiFunction function, const Window& window);

std::string name_of(VoiFunction function);

}  // namespace roentgen::dicom
