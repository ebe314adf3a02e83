#include "reading/inspiration.h"

#include <algorithm>

#include "base/text.h"

namespace roentgen::reading {
namespace {

int rows_of(const image::Mask& mask) {
  int first = -1, last = -1;
  for (int y = 0; y < mask.rows; ++y)
    for (int x = 0; x < mask.columns; ++x)
      if (mask.at(y, x) != 0) {
        if (first < 0) first = y;
        last = y;
        break;
      }
  return first < 0 ? 0 : last - first + 1;
}

}  // namespace

std::optional<double> lung_width_over_height(const std::vector<Structure>& structures, double pixel_aspect) {
  const auto extents = heart_and_thorax(structures);
  const auto right = std::ranges::find(structures, kRightLung, &Structure::name);
  const auto left = std::ranges::find(structures, kLeftLung, &Structure::name);
  if (!extents || right == structures.end() || left == structures.end()) return std::nullopt;
  const double height = (rows_of(right->mask) + rows_of(left->mask)) / 2.0 * pixel_aspect;
  if (!(height > 0)) return std::nullopt;
  return (extents->thorax_right - extents->thorax_left + 1) / height;
}

std::optional<study::Check> inspiration_check(const std::vector<Structure>& structures, double pixel_aspect) {
  const auto score = lung_width_over_height(structures, pixel_aspect);
  if (!score) return std::nullopt;
  study::Check check{"poor_inspiration",
                     "Taken without a deep breath",
                     study::Fitness::fit,
                     score,
                     kLowLungs,
                     "specificity 0.96 against the eye on 229 validation films of cxr_nih, 43 of a poor "
                     "inspiration: sensitivity 0.67",
                     "",
                     ""};
  if (*score >= kLowLungs) {
    check.outcome = study::Fitness::fit_with_remarks;
    check.text =
        "The lungs are low for their width, as without a deep breath: the heart looks larger and the bases "
        "denser "
        "than they are.";
  }
  return check;
}

std::string describe_low_lungs() {
  return "low lungs " + base::fixed(kLowLungs, 2) + "\n";
}

}  // namespace roentgen::reading
