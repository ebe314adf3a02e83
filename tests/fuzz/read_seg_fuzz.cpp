// Any bytes as a DICOM segmentation: what is read keeps to its own word, every frame is pixels of that size
// or a sentence.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "objects/segmentation_read.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace roentgen::objects;
  const auto opened = open_segmentation(std::as_bytes(std::span(data, size)));
  if (!opened) return opened.error().message.empty() ? std::abort(), 0 : 0;
  const Segmentation& seg = opened->segmentation;
  if (seg.segments.empty() || seg.frames.size() != static_cast<std::size_t>(opened->pixels.format.frames))
    std::abort();
  for (const SegmentFrame& frame : seg.frames) {
    if (frame.source >= static_cast<int>(seg.sources.size())) std::abort();
    if (frame.segment != 0 &&
        std::ranges::find(seg.segments, frame.segment, &Segment::number) == seg.segments.end())
      std::abort();
  }
  // A header may claim large frames: a few of them tell enough.
  if (opened->pixels.format.pixels() > 1 << 20) return 0;
  for (std::size_t i = 0; i < std::min<std::size_t>(seg.frames.size(), 4); ++i) {
    const auto mask = read_frame(*opened, i);
    if (!mask && mask.error().message.empty()) std::abort();
    if (mask && mask->samples.size() != opened->pixels.format.pixels()) std::abort();
  }
  return 0;
}
