// Parametric Maps read back: ours and other programs', tolerant and bounded.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "dicom/stored_frame.h"
#include "image/image.h"
#include "objects/segmentation.h"

namespace roentgen::objects {

inline constexpr std::size_t kMostMapFrames = 100'000;

// What a frame's Real World Value Mapping says (PS3.3 C.7.6.16.2.11): value = stored * slope + intercept.
struct MapFrame {
  std::string label;        // of the finding as its package names it, where the code tells; else LUT Label
  std::string explanation;  // LUT Explanation
  OwnedCode unit;           // (1, UCUM, "no units")
  OwnedCode quantity, finding;  // of the Quantity Definition; empty value: not said
  double slope = 1, intercept = 0;
  int source = -1;                  // in ParametricMap::sources; -1: none is named
  std::optional<Vector3> position;  // of the first pixel's centre, mm
  bool operator==(const MapFrame&) const = default;
};

struct ParametricMap {
  int rows = 0, columns = 0;
  std::string label, description;
  std::vector<MapFrame> frames;
  std::vector<SourceImage> sources;
  std::optional<PatientGrid> grid;
  bool operator==(const ParametricMap&) const = default;
};

// Nothing is decoded yet. Points into the file's bytes.
struct OpenedMap {
  dicom::Part10 file;
  dicom::PixelSource pixels;
  ParametricMap map;
  std::vector<std::string> remarks;  // deviations that were tolerated
};

// `unusable_input` if it is no Parametric Map, has no pixels, or claims more than the file can hold.
base::Result<OpenedMap> open_parametric_map(dicom::ByteView file);

// One frame (counted from 0) in real world values. Stored are whole numbers of 16 bits, or floating ones of
// 32 or 64; what is no finite number becomes 0. `unusable_input` if it is not there or is damaged.
base::Result<image::Plane> read_map_frame(const OpenedMap& opened, std::size_t frame);

}  // namespace roentgen::objects
