// Any bytes as a DICOM parametric map: what is read keeps to its own word, every frame is finite numbers of
// that size or a sentence.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "objects/pm_read.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace roentgen::objects;
  const auto opened = open_parametric_map(std::as_bytes(std::span(data, size)));
  if (!opened) return opened.error().message.empty() ? std::abort(), 0 : 0;
  const ParametricMap& map = opened->map;
  if (map.frames.size() != static_cast<std::size_t>(opened->pixels.format.frames)) std::abort();
  for (const MapFrame& frame : map.frames)
    if (frame.source >= static_cast<int>(map.sources.size())) std::abort();
  // A header may claim large frames: a few of them tell enough.
  if (opened->pixels.format.pixels() > 1 << 20) return 0;
  for (std::size_t i = 0; i < std::min<std::size_t>(map.frames.size(), 4); ++i) {
    const auto plane = read_map_frame(*opened, i);
    if (!plane && plane.error().message.empty()) std::abort();
    if (!plane) continue;
    if (plane->samples.size() != opened->pixels.format.pixels()) std::abort();
    if (!std::ranges::all_of(plane->samples, [](float value) { return std::isfinite(value); })) std::abort();
  }
  return 0;
}
