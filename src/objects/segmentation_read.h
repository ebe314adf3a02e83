// Segmentations read back: ours and other programs', tolerant and bounded.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "dicom/stored_frame.h"
#include "image/image.h"
#include "objects/segmentation.h"

namespace roentgen::objects {

inline constexpr std::size_t kMostReadSegments = 65535;
inline constexpr std::size_t kMostReadFrames = 1'000'000;
inline constexpr std::size_t kMostSources = 1'000'000;

// What a file says of its frames, and where their pixels lie: nothing is decoded yet. Points into the file's
// bytes.
struct OpenedSegmentation {
  dicom::Part10 file;
  dicom::PixelSource pixels;
  Segmentation segmentation;
  std::vector<std::string> remarks;  // deviations that were tolerated
};

// BINARY, FRACTIONAL and LABELMAP. `unusable_input` if it is no Segmentation, has no segments or no pixels,
// or claims more than the file can hold.
base::Result<OpenedSegmentation> open_segmentation(dicom::ByteView file);

// One frame (counted from 0): 0 and 1 (BINARY), 0 … Segmentation::maximum (FRACTIONAL) or segment numbers up
// to 255 (LABELMAP). `unusable_input` if it is not there, is damaged, or has wider labels.
base::Result<image::Mask> read_frame(const OpenedSegmentation& opened, std::size_t frame);

}  // namespace roentgen::objects
