// The cardiothoracic ratio and what makes outlines implausible.
#include <algorithm>
#include <array>
#include <cstdio>

#include "reading/anatomy.h"

namespace roentgen::reading {
namespace {

struct Extent {
  int left = 0, right = -1;  // inclusive columns over all rows; right < left: empty
  int widest_row = 0;
  double area = 0;
  double centre_x = 0;
};

// `masks` together, as if they were one.
Extent extent_of(std::initializer_list<const image::Mask*> masks) {
  Extent extent;
  const int rows = (*masks.begin())->rows;
  const int columns = (*masks.begin())->columns;
  int widest = 0;
  double sum_x = 0;
  for (int row = 0; row < rows; ++row) {
    int left = columns;
    int right = -1;
    for (const image::Mask* mask : masks) {
      for (int column = 0; column < columns; ++column) {
        if (mask->at(row, column) == 0) continue;
        left = std::min(left, column);
        right = std::max(right, column);
        extent.area += 1;
        sum_x += column;
      }
    }
    if (right < left) continue;
    if (right - left + 1 > widest) {
      widest = right - left + 1;
      extent.widest_row = row;
    }
    extent.left = extent.right < extent.left ? left : std::min(extent.left, left);
    extent.right = std::max(extent.right, right);
  }
  if (extent.area > 0) extent.centre_x = sum_x / extent.area;
  return extent;
}

const Structure* find(const std::vector<Structure>& structures, const char* name) {
  const auto found = std::ranges::find(structures, name, &Structure::name);
  return found != structures.end() ? &*found : nullptr;
}

struct Chest {
  const Structure *right_lung = nullptr, *left_lung = nullptr, *heart = nullptr;
};

std::optional<Chest> chest_of(const std::vector<Structure>& structures) {
  const Chest chest{find(structures, kRightLung), find(structures, kLeftLung), find(structures, kHeart)};
  if (chest.right_lung == nullptr || chest.left_lung == nullptr || chest.heart == nullptr)
    return std::nullopt;
  return chest;
}

}  // namespace

std::optional<HeartAndThorax> heart_and_thorax(const std::vector<Structure>& structures) {
  const auto chest = chest_of(structures);
  if (!chest) return std::nullopt;
  const Extent heart = extent_of({&chest->heart->mask});
  const Extent lungs = extent_of({&chest->right_lung->mask, &chest->left_lung->mask});
  if (heart.area == 0 || lungs.area == 0) return std::nullopt;
  return HeartAndThorax{heart.left, heart.right, heart.widest_row, lungs.left, lungs.right, lungs.widest_row};
}

std::optional<std::string> implausible(const std::vector<Structure>& structures,
                                       const AnatomyOptions& options) {
  const auto chest = chest_of(structures);
  if (!chest) return "a structure is missing from the model";
  const double pixels = static_cast<double>(chest->heart->mask.samples.size());
  for (const Structure* structure : {chest->right_lung, chest->left_lung, chest->heart}) {
    if (structure->certainty == 0) return "no " + structure->title + " was found";
    if (structure->scattered > options.most_scattered)
      return "the " + structure->title + " falls into several parts";
    if (structure->certainty < options.least_certainty)
      return "the network is unsure of the " + structure->title;
  }
  const Extent right = extent_of({&chest->right_lung->mask});
  const Extent left = extent_of({&chest->left_lung->mask});
  const Extent heart = extent_of({&chest->heart->mask});
  if (right.centre_x >= left.centre_x) return "the lungs lie on the wrong sides";
  if (heart.centre_x <= right.centre_x || heart.centre_x >= left.centre_x)
    return "the heart does not lie between the lungs";
  const auto within = [](double value, double least, double largest) {
    return value >= least && value <= largest;
  };
  if (!within((right.area + left.area) / pixels, options.least_lungs, options.largest_lungs)) {
    return "the lungs are too small or too large for the picture";
  }
  if (!within(right.area / left.area, options.least_lung_balance, options.largest_lung_balance)) {
    return "one lung is far larger than the other";
  }
  if (!within(heart.area / pixels, options.least_heart, options.largest_heart)) {
    return "the heart is too small or too large for the picture";
  }
  const double ratio = heart_and_thorax(structures)->ratio();
  if (!within(ratio, options.least_ratio, options.largest_ratio))
    return "the heart is too narrow or too wide for the chest";
  return std::nullopt;
}

}  // namespace roentgen::reading
