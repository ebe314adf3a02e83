// Parts of functional groups that segmentations and parametric maps share (PS3.3 C.7.6.16).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dicom/data_set_writer.h"
#include "objects/segmentation.h"

namespace roentgen::objects {

// A number as DS: at most 16 characters.
std::string decimal_string(double value);
std::string decimal_strings(std::span<const double> values);

// Derivation Image Sequence (C.7.6.16.2.6) of a frame made of `source`. `preserved`: pixel lies on pixel.
void add_derivation(const SourceImage& source, const Code& derivation, bool preserved,
                    dicom::DataSetWriter& groups);

// Pixel Measures and Plane Orientation (C.7.6.16.2.1, C.7.6.16.2.4).
void add_grid(const PatientGrid& grid, dicom::DataSetWriter& groups);
// Plane Position (C.7.6.16.2.3).
void add_position(const Vector3& position, dicom::DataSetWriter& groups);
// Frame Content (C.7.6.16.2.2).
void add_dimension_values(std::span<const std::uint32_t> values, dicom::DataSetWriter& groups);

// One of the things that tell the frames apart (C.7.6.17).
struct Dimension {
  dicom::Tag attribute, group;
  std::string_view label;
};
void add_dimensions(std::span<const Dimension> dimensions, std::string_view uid, dicom::DataSetWriter& out);

// Referenced Series Sequence of Common Instance Reference (C.12.2): each image once. Those without a series
// are left out.
void add_referenced_series(std::span<const SourceImage> sources, dicom::DataSetWriter& out);

}  // namespace roentgen::objects
