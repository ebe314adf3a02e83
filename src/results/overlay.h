// The picture that shows what was seen: heat, boxes, outlines, the lines of the cardiothoracic ratio or of
// the largest Cobb angle, and a legend below.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "image/image.h"
#include "study/reading.h"

namespace roentgen::results {

// Evidence over the whole picture, 0…1.
struct Heat {
  std::string title;
  const image::Plane* plane = nullptr;
  std::optional<double> hit_rate = std::nullopt;  // see study::Finding::heat_hit_rate
};

struct OverlayOptions {
  int longest_side = 1024;  // of the picture without the legend
  std::size_t most_heats = 1;
};

// `heats`: strongest first; the first ones are laid over each other, the larger value wins.
image::Picture overlay(const image::Image& display, const study::Reading& reading,
                       std::span<const Heat> heats, const OverlayOptions& options = {});

}  // namespace roentgen::results
