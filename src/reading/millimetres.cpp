#include "reading/millimetres.h"

#include <algorithm>

#include "base/text.h"

namespace roentgen::reading {
namespace {

constexpr int kAdult = 18;
constexpr const char* kDoubtful =
    "No adult's lung fields have this width: the pixel spacing in the file is probably wrong.";

bool is_adult(const Subject& subject) {
  return subject.age_years ? *subject.age_years >= kAdult : !subject.looks_like_child;
}

}  // namespace

void doubt_millimetres(std::vector<study::Measurement>& measurements, const Subject& subject) {
  const auto thorax = std::ranges::find(measurements, "thorax_width_mm", &study::Measurement::name);
  if (thorax == measurements.end() || !is_adult(subject)) return;
  if (thorax->value >= kLeastThoraxWidth && thorax->value <= kLargestThoraxWidth) return;
  for (study::Measurement& one : measurements)
    if (one.unit == "mm" || one.unit == "cm2") one.cautions.emplace_back(kDoubtful);
}

std::string describe_millimetres() {
  return "thorax width " + base::fixed(kLeastThoraxWidth, 0) + " " + base::fixed(kLargestThoraxWidth, 0) +
         "\n";
}

}  // namespace roentgen::reading
