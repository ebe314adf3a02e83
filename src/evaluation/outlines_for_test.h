// What the tests of outlines draw: masks as rows of digits, and a card of lungs and heart.
#pragma once

#include <cstdint>
#include <string_view>

#include "image/image.h"
#include "model/card.h"

namespace roentgen::evaluation {

inline image::Mask mask_of(std::string_view digits, int columns) {
  image::Mask mask{.rows = static_cast<int>(digits.size()) / columns, .columns = columns, .samples = {}};
  for (const char digit : digits) mask.samples.push_back(static_cast<std::uint8_t>(digit - '0'));
  return mask;
}

inline model::Card chest() {
  model::Card card;
  card.task = model::Task::segmentation;
  card.structures = {{"right_lung", "right lung"}, {"left_lung", "left lung"}, {"heart", "heart"}};
  return card;
}

}  // namespace roentgen::evaluation
