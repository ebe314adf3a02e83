#include "objects/functional_groups.h"

#include <charconv>
#include <map>
#include <set>

#include "objects/object.h"
#include "objects/tags.h"

namespace roentgen::objects {
namespace {

constexpr Code kSourceForProcessing{"121322", "DCM", "Source image for image processing operation"};

}  // namespace

std::string decimal_string(double value) {
  char text[64];
  for (int digits = 12; digits > 0; --digits) {
    const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::general, digits).ptr;
    if (end - text <= 16) return value == 0 ? "0" : std::string(text, end);
  }
  return "0";
}

std::string decimal_strings(std::span<const double> values) {
  std::string all;
  for (const double value : values) all += (all.empty() ? "" : "\\") + decimal_string(value);
  return all;
}

void add_derivation(const SourceImage& source, const Code& derivation, bool preserved,
                    dicom::DataSetWriter& groups) {
  dicom::DataSetWriter image = reference_item(source.sop_class_uid, source.sop_instance_uid);
  if (source.frame > 0) image.text(tag::kReferencedFrameNumber, "IS", std::to_string(source.frame));
  image.text(tag::kSpatialLocationsPreserved, "CS", preserved ? "YES" : "NO")
      .sequence(tag::kPurposeOfReferenceCodeSequence, {code_item(kSourceForProcessing)});
  dicom::DataSetWriter item;
  item.sequence(tag::kSourceImageSequence, {image})
      .sequence(tag::kDerivationCodeSequence, {code_item(derivation)});
  groups.sequence(tag::kDerivationImageSequence, {item});
}

void add_grid(const PatientGrid& grid, dicom::DataSetWriter& groups) {
  dicom::DataSetWriter measures, orientation;
  const std::array spacing{grid.row_mm, grid.column_mm};
  if (grid.row_mm > 0 && grid.column_mm > 0)
    measures.text(dicom::tag::kPixelSpacing, "DS", decimal_strings(spacing));
  if (grid.thickness_mm > 0) measures.text(tag::kSliceThickness, "DS", decimal_string(grid.thickness_mm));
  orientation.text(tag::kImageOrientationPatient, "DS", decimal_strings(grid.orientation));
  groups.sequence(dicom::tag::kPixelMeasuresSequence, {measures})
      .sequence(tag::kPlaneOrientationSequence, {orientation});
}

void add_position(const Vector3& position, dicom::DataSetWriter& groups) {
  dicom::DataSetWriter item;
  item.text(tag::kImagePositionPatient, "DS", decimal_strings(position));
  groups.sequence(tag::kPlanePositionSequence, {item});
}

void add_dimension_values(std::span<const std::uint32_t> values, dicom::DataSetWriter& groups) {
  dicom::DataSetWriter content;
  content.longs(tag::kDimensionIndexValues, values);
  groups.sequence(tag::kFrameContentSequence, {content});
}

void add_dimensions(std::span<const Dimension> dimensions, std::string_view uid, dicom::DataSetWriter& out) {
  std::vector<dicom::DataSetWriter> items;
  for (const Dimension& dimension : dimensions) {
    dicom::DataSetWriter& item = items.emplace_back();
    item.text(tag::kDimensionOrganizationUid, "UI", uid)
        .tags(tag::kDimensionIndexPointer, std::span(&dimension.attribute, 1))
        .tags(tag::kFunctionalGroupPointer, std::span(&dimension.group, 1))
        .text(tag::kDimensionDescriptionLabel, "LO", dimension.label);
  }
  dicom::DataSetWriter organization;
  organization.text(tag::kDimensionOrganizationUid, "UI", uid);
  out.sequence(tag::kDimensionOrganizationSequence, {organization})
      .sequence(tag::kDimensionIndexSequence, items);
}

void add_referenced_series(std::span<const SourceImage> sources, dicom::DataSetWriter& out) {
  std::map<std::string, std::vector<dicom::DataSetWriter>> series;
  std::set<std::string> known;
  for (const SourceImage& source : sources)
    if (!source.series_instance_uid.empty() && known.insert(source.sop_instance_uid).second)
      series[source.series_instance_uid].push_back(
          reference_item(source.sop_class_uid, source.sop_instance_uid));
  std::vector<dicom::DataSetWriter> items;
  for (const auto& [uid, instances] : series) {
    dicom::DataSetWriter& item = items.emplace_back();
    item.text(tag::kSeriesInstanceUid, "UI", uid).sequence(tag::kReferencedInstanceSequence, instances);
  }
  if (!items.empty()) out.sequence(tag::kReferencedSeriesSequence, items);
}

}  // namespace roentgen::objects
