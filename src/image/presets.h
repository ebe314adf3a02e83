// How each part of the body is enhanced: one table.
#pragma once

#include <span>
#include <string_view>

#include "image/multiscale.h"

namespace roentgen::image {

struct Preset {
  std::string_view name;
  std::string_view title;
  // Words of (0018,0015) Body Part Examined this preset is meant for, separated by spaces (PS3.16 annex L and
  // common spellings).
  std::string_view body_parts;

  float denoise;  // 0 … 1
  float least;    // share of every detail that stays: a little grain looks like a film, none like plastic
  // Gains of weak detail of a size of 1/1500, 1/200 and 1/30 of the longer side: edges and trabeculae;
  // vessels and joint spaces; ribs and organs. Between them the gain runs evenly over the logarithm of the
  // size.
  float fine, medium, coarse;
  float knee;         // in shares of the picture's grey range: detail of this strength gets half of the gain
  float large_areas;  // contrast of areas larger than an eighth of the picture; below 1 lung and mediastinum
                      // come closer together

  float clahe;      // share of local histogram equalisation in the result, 0: none
  float low, high;  // percentiles of the relevant region shown as nearly black and nearly white
  float steepness;  // of the middle greys: 0 straight … 1 an S
  float evenness;   // share of histogram equalisation in the curve: 0 none … 1 all, see tone_curve()
};

std::span<const Preset> presets();
const Preset* find_preset(std::string_view name);  // nullptr: none of that name

// The preset of a body part as files write it; "general" for words that are not known, also for none.
const Preset& preset_for(std::string_view body_part);

// The gain of each level of a picture whose longer side has so many pixels.
std::array<float, kMostLevels> gains_of(const Preset& preset, int longer_side);

}  // namespace roentgen::image
