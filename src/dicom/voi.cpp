#include "dicom/voi.h"

#include <cmath>

namespace roentgen::dicom {

double apply_window(VoiFunction function, const Window& window, double value) {
  const double centre = window.centre;
  const double width = window.width;
  if (function == VoiFunction::sigmoid) return 1.0 / (1.0 + std::exp(-4.0 * (value - centre) / width));
  if (function == VoiFunction::linear_exact) {
    if (value <= centre - width / 2) return 0;
    if (value > centre + width / 2) return 1;
    return (value - centre) / width + 0.5;
  }
  const double middle = centre - 0.5;
  const double reach = (width - 1) / 2;
  if (value <= middle - reach) return 0;
  if (value > middle + reach) return 1;
  return (value - middle) / (width - 1) + 0.5;
}

bool is_valid(VoiFunction function, const Window& window) {
  return std::isfinite(window.centre) && std::isfinite(window.width) &&
         (function == VoiFunction::linear ? window.width >= 1 : window.width > 0);
}

std::string name_of(VoiFunction function) {
  switch (function) {
    case VoiFunction::linear:
      return "LINEAR";
    case VoiFunction::linear_exact:
      return "LINEAR_EXACT";
    case VoiFunction::sigmoid:
      return "SIGMOID";
  }
  return {};
}

}  // namespace roentgen::dicom
