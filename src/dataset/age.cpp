// The age groups results are reported by.
#include <charconv>
#include <cmath>

#include "dataset/table.h"

namespace roentgen::dataset {

std::string age_group(const std::string& age) {
  double years = 0;
  const char* const end = age.data() + age.size();
  const auto [rest, error] = std::from_chars(age.data(), end, years, std::chars_format::fixed);
  if (error != std::errc{} || !std::isfinite(years)) return {};
  if (end - rest > 1) return {};
  if (rest != end) {  // DICOM PS3.5, 6.2, value representation AS
    switch (*rest) {
      case 'Y':
        break;
      case 'M':
        years /= 12;
        break;
      case 'W':
        years /= 52.18;
        break;
      case 'D':
        years /= 365.25;
        break;
      default:
        return {};
    }
  }
  if (years < 0 || years > 120) return {};
  if (years < 18) return "0-17";
  if (years < 40) return "18-39";
  if (years < 60) return "40-59";
  if (years < 80) return "60-79";
  return "80+";
}

}  // namespace roentgen::dataset
