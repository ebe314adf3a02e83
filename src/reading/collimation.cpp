#include "reading/collimation.h"

#include <algorithm>
#include <cstdint>

namespace roentgen::reading {
namespace {

constexpr int kDepthShare = 128;  // one part in so many of a side is border: 2 of 256 pixels
constexpr double kDark = 0.06 * 65535;

// Of the pixels in a rectangle.
double dark_share(const image::Image& picture, int top, int left, int bottom, int right) {
  std::int64_t dark = 0;
  for (int y = top; y < bottom; ++y)
    for (int x = left; x < right; ++x) dark += picture.at(y, x) < kDark;
  return static_cast<double>(dark) / (static_cast<double>(bottom - top) * (right - left));
}

}  // namespace

double dark_border(const image::Image& picture) {
  const int rows = picture.rows, columns = picture.columns;
  const int high = std::max(1, rows / kDepthShare), wide = std::max(1, columns / kDepthShare);
  return std::max(
      {dark_share(picture, 0, 0, rows, wide), dark_share(picture, 0, columns - wide, rows, columns),
       dark_share(picture, 0, 0, high, columns), dark_share(picture, rows - high, 0, rows, columns)});
}

study::Check collimation_check(const image::Image& picture) {
  study::Check check{"collimation", "Collimation border visible", study::Fitness::fit, {}, {}, "", "", ""};
  check.score = dark_border(picture);
  check.threshold = kDarkBorder;
  check.threshold_origin =
      "largest sensitivity + specificity against the eye on 255 validation films of cxr_nih";
  return check;
}

}  // namespace roentgen::reading
