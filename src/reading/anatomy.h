// From the anatomy network's probabilities to outlines and the cardiothoracic ratio, or to the plain
// statement that the outlines cannot be trusted.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "image/image.h"
#include "model/card.h"
#include "reading/project.h"
#include "reading/tags.h"
#include "study/reading.h"

namespace roentgen::reading {

// The structures that the measurements rest on, by the names of the card. Right and left are the patient's.
inline constexpr const char* kRightLung = "right_lung";
inline constexpr const char* kLeftLung = "left_lung";
inline constexpr const char* kHeart = "heart";

// Outside these limits an outline is not believed. On 205 outlined films (adults, PA and AP): ratio
// 0.38…0.74, right / left lung area 0.64…1.99, both lungs 12…39 % and heart 4…16 % of the picture.
struct AnatomyOptions {
  int working_side = 512;  // outlines are drawn at this size at most
  double least_ratio = 0.25, largest_ratio = 0.85;
  double least_lung_balance = 0.35, largest_lung_balance = 2.9;  // right / left area
  double least_lungs = 0.06, largest_lungs = 0.65;               // share of the picture
  double least_heart = 0.015, largest_heart = 0.30;
  double most_scattered = 0.20;   // share of a structure's pixels outside its largest part
  double least_certainty = 0.75;  // mean probability within a structure
};

// One structure over the whole picture, at working size: one part, without holes.
struct Structure {
  std::string name, title;
  image::Mask mask;      // 1 inside
  double certainty = 0;  // mean probability inside; 0 if empty
  double scattered = 0;  // share of pixels dropped because they lay apart
};

// Structures in the card's order. `probabilities` is [1 + structures, size, size] with background first.
std::vector<Structure> structures_of(const model::Card& card, std::span<const float> probabilities,
                                     const model::Placement& placement, const Size& picture,
                                     const Size& working);

// Widths as in the README of the outlined films: the extent of the heart from its rightmost to its leftmost
// pixel, over the extent of both lung fields together. In pixels of the masks.
struct HeartAndThorax {
  int heart_left = 0, heart_right = 0, heart_row = 0;  // inclusive columns; the row where the heart is widest
  int thorax_left = 0, thorax_right = 0, thorax_row = 0;  // the row where the lung fields reach widest
  double ratio() const {
    return static_cast<double>(heart_right - heart_left + 1) / (thorax_right - thorax_left + 1);
  }
};
std::optional<HeartAndThorax> heart_and_thorax(
    const std::vector<Structure>& structures);  // empty if one is missing

// Why the outlines cannot be believed; empty: they can.
std::optional<std::string> implausible(const std::vector<Structure>& structures,
                                       const AnatomyOptions& options);

struct Anatomy {
  std::vector<study::Outline> outlines;
  std::vector<study::Measurement> measurements;
  std::vector<study::Remark> quality;  // outline_implausible, lungs_cut_off, looks_inverted
  std::vector<study::Check> checks;    // cut_apex, cut_left_base, cut_right_base, cut_side, poor_inspiration
  std::vector<study::Remark> not_assessed;  // heart_size, where no ratio is given
};

Anatomy judge_anatomy(const model::Card& card, std::span<const float> probabilities,
                      const model::Placement& placement, const image::Image& display,
                      const study::PixelSpacing& spacing, View view, const AnatomyOptions& options = {});

std::string describe_anatomy_options(const AnatomyOptions& options);

}  // namespace roentgen::reading
