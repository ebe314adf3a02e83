// Any bytes as a presentation state: what is read is finite, can be drawn and made into regions.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "objects/draw_presentation.h"
#include "objects/presentation_read.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace roentgen;
  const auto read = objects::read_presentation(std::as_bytes(std::span(data, size)));
  if (!read) return read.error().message.empty() ? std::abort(), 0 : 0;
  for (const objects::Graphic& graphic : read->presentation.graphics)
    for (const study::Point& point : graphic.points)
      if (!std::isfinite(point.x) || !std::isfinite(point.y)) std::abort();
  for (const study::Region& region : objects::regions_of(read->presentation, ""))
    if (region.points.size() < 2) std::abort();
  if (read->presentation.graphics.size() + read->presentation.texts.size() < 100) {
    const image::Image film{24, 16, std::vector<std::uint16_t>(24 * 16, 1000)};
    if (objects::drawn(film, read->presentation, 64).samples.empty()) std::abort();
  }
  return 0;
}
