// The pictures of one result: files for the result folder and small ones for the report.
#pragma once

#include "base/file.h"
#include "image/image.h"
#include "reading/reader.h"

namespace roentgen::cli {

inline constexpr int kPictureSide = 1024;  // longest side of image.png, overlay.png and on a printed page
inline constexpr int kReportSide = 480;    // of the pictures inside report.html

// Empty where there is nothing to show: no overlay for a film that was not read.
struct Pictures {
  base::Bytes image_png, overlay_png;
  base::Bytes image_jpeg, overlay_jpeg;
  base::Bytes page_image_jpeg, page_overlay_jpeg;  // only where pages are wanted
};

// `threads` 1: one after the other. `for_pages`: also the pictures of printed pages.
Pictures draw_pictures(const image::Image& display, const reading::FilmReading& result, int threads,
                       bool for_pages = false);

}  // namespace roentgen::cli
