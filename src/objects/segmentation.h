// A DICOM Segmentation (PS3.3 A.51) as a plain value: what its frames are, without their pixels.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "objects/codes.h"

namespace roentgen::objects {

// BINARY; FRACTIONAL with Segmentation Fractional Type PROBABILITY or OCCUPANCY; LABELMAP.
enum class SegmentationType { binary, probability, occupancy, labels };

struct Segment {
  int number = 1;  // counted from 1; 0 is the background of a LABELMAP
  std::string label, description;
  OwnedCode category, type;
  std::vector<OwnedCode> modifiers;  // of `type`: a side
  std::string algorithm_type;        // "AUTOMATIC", "SEMIAUTOMATIC", "MANUAL"
  std::string algorithm_name, algorithm_version;
  std::string tracking_id, tracking_uid;
  bool operator==(const Segment&) const = default;
};

// An image, or one of its frames, that a frame was made of.
struct SourceImage {
  std::string sop_class_uid, sop_instance_uid;
  std::string series_instance_uid;  // empty where a reader found none
  int frame = 0;                    // counted from 1; 0: the image has no others
  bool operator==(const SourceImage&) const = default;
};

using Vector3 = std::array<double, 3>;

struct SegmentFrame {
  int segment = 1;                  // 0 in a LABELMAP, where every pixel says its own
  int source = -1;                  // in Segmentation::sources; -1: none is named
  std::optional<Vector3> position;  // of the first pixel's centre, mm, patient coordinates
  bool operator==(const SegmentFrame&) const = default;
};

// Where the planes lie in the patient. Projection radiographs have none of it: their masks lie on the source
// image, pixel on pixel.
struct PatientGrid {
  std::string frame_of_reference_uid;
  std::array<double, 6> orientation{1, 0, 0, 0, 1, 0};  // of a row, of a column
  double row_mm = 0, column_mm = 0;                     // between the centres of rows and of columns
  double thickness_mm = 0;
  bool operator==(const PatientGrid&) const = default;
};

struct Segmentation {
  SegmentationType type = SegmentationType::binary;
  int maximum = 255;  // of FRACTIONAL: the stored value that means 1
  int rows = 0, columns = 0;
  double pixel_aspect = 1;  // height / width of a pixel, where there is no grid
  std::string label;        // Content Label: capitals, digits and _, at most 16
  std::string description;
  std::vector<Segment> segments;
  std::vector<SourceImage> sources;
  std::vector<SegmentFrame> frames;
  std::optional<PatientGrid> grid;
  bool operator==(const Segmentation&) const = default;
};

}  // namespace roentgen::objects
