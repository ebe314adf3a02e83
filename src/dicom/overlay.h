// Overlay planes (PS3.3 C.9.2): drawings over the picture, in groups 6000 … 601E or in unused bits of the
// pixels.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dicom/stored_frame.h"
#include "image/image.h"

namespace roentgen::dicom {

struct Overlay {
  std::uint16_t group = 0x6000;
  int top = 0, left = 0;   // pixels of the image under the plane's first pixel; may lie outside
  bool is_region = false;  // "R": a region of interest; else graphics
  bool in_pixel_bits = false;
  image::Mask plane;  // 0 and 1
};

// The planes that belong to frame `index` (counted from 0); `frame` is that frame decoded. What is damaged is
// left out and told.
std::vector<Overlay> read_overlays(const DataSet& data, const PixelFormat& header, const StoredFrame& frame,
                                   int index, std::vector<std::string>& remarks);

// "group 6000: graphics of 512 x 512 pixels at row 1, column 1 (in the pixels)"
std::string words_of(const Overlay& overlay);

// White, or black where the picture itself is bright; what lies outside of the picture is cut off.
void draw_overlay(const Overlay& overlay, image::Image& onto);

}  // namespace roentgen::dicom
