#include "objects/segmentation_attributes.h"

#include <cmath>
#include <map>

#include "dicom/uid.h"
#include "objects/functional_groups.h"
#include "objects/object.h"
#include "objects/tags.h"

namespace roentgen::objects {
namespace {

constexpr Code kSegmentationDerivation{"113076", "DCM", "Segmentation"};
constexpr Code kArtificialIntelligence{"123110", "DCM", "Artificial Intelligence"};

base::Result<void> check(const Segmentation& s) {
  const auto wrong = [](const char* sentence) { return base::fail(base::ErrorCode::internal, sentence); };
  if (s.rows < 1 || s.columns < 1 || s.rows > 65535 || s.columns > 65535)
    return wrong("a segmentation has 1 to 65535 rows and columns");
  if (s.frames.empty() || s.segments.empty()) return wrong("a segmentation has at least one frame");
  if (s.type == SegmentationType::labels) return wrong("label maps are read, not written");
  for (std::size_t i = 0; i < s.segments.size(); ++i)
    if (s.segments[i].number != static_cast<int>(i) + 1)
      return wrong("segments are numbered from 1 without gaps");
  for (const SegmentFrame& frame : s.frames) {
    if (frame.segment < 1 || frame.segment > static_cast<int>(s.segments.size()))
      return wrong("a frame belongs to a segment that is not there");
    if (frame.source >= static_cast<int>(s.sources.size()))
      return wrong("a frame was made of an image that is not there");
    if (frame.position.has_value() != s.grid.has_value())
      return wrong("frames have positions exactly where the segmentation has a grid");
    if (!s.grid && frame.source < 0) return wrong("without a grid every frame names its source image");
  }
  return {};
}

dicom::DataSetWriter segment_item(const Segment& segment) {
  dicom::DataSetWriter item;
  item.number(tag::kSegmentNumber, static_cast<std::uint16_t>(segment.number))
      .text(tag::kSegmentLabel, "LO", ascii(segment.label, 64))
      .text(tag::kSegmentAlgorithmType, "CS", segment.algorithm_type)
      .sequence(tag::kSegmentedPropertyCategory, {code_item(segment.category.view())});
  dicom::DataSetWriter type = code_item(segment.type.view());
  std::vector<dicom::DataSetWriter> modifiers;
  for (const OwnedCode& modifier : segment.modifiers) modifiers.push_back(code_item(modifier.view()));
  if (!modifiers.empty()) type.sequence(tag::kSegmentedPropertyTypeModifier, modifiers);
  item.sequence(tag::kSegmentedPropertyType, {type});
  if (!segment.description.empty())
    item.text(tag::kSegmentDescription, "ST", ascii(segment.description, 1024));
  if (segment.algorithm_type != "MANUAL") {
    dicom::DataSetWriter algorithm;
    algorithm.sequence(tag::kAlgorithmFamily, {code_item(kArtificialIntelligence)})
        .text(tag::kAlgorithmName, "LO", ascii(segment.algorithm_name, 64))
        .text(tag::kAlgorithmVersion, "LO", ascii(segment.algorithm_version, 64));
    item.text(tag::kSegmentAlgorithmName, "LO", ascii(segment.algorithm_name, 64))
        .sequence(tag::kSegmentationAlgorithmIdentification, {algorithm});
  }
  if (!segment.tracking_uid.empty())
    item.text(tag::kTrackingId, "UT", ascii(segment.tracking_id, 1024))
        .text(tag::kTrackingUid, "UI", segment.tracking_uid);
  return item;
}

void add_pixel_format(const Segmentation& s, dicom::DataSetWriter& out) {
  const bool binary = s.type == SegmentationType::binary;
  const std::uint16_t bits = binary ? 1 : 8;
  out.number(dicom::tag::kSamplesPerPixel, 1)
      .text(dicom::tag::kPhotometricInterpretation, "CS", "MONOCHROME2")
      .text(dicom::tag::kNumberOfFrames, "IS", std::to_string(s.frames.size()))
      .number(dicom::tag::kRows, static_cast<std::uint16_t>(s.rows))
      .number(dicom::tag::kColumns, static_cast<std::uint16_t>(s.columns))
      .number(dicom::tag::kBitsAllocated, bits)
      .number(dicom::tag::kBitsStored, bits)
      .number(dicom::tag::kHighBit, static_cast<std::uint16_t>(bits - 1))
      .number(dicom::tag::kPixelRepresentation, 0)
      .text(tag::kLossyImageCompression, "CS", "00")
      .text(tag::kSegmentationType, "CS", binary ? "BINARY" : "FRACTIONAL");
  if (!binary)
    out.text(tag::kSegmentationFractionalType, "CS",
             s.type == SegmentationType::probability ? "PROBABILITY" : "OCCUPANCY")
        .number(tag::kMaximumFractionalValue, static_cast<std::uint16_t>(s.maximum));
  // C.7.6.3.1.7: height \ width, where nothing else tells it. Whole numbers: a ratio to a ten thousandth.
  if (!s.grid && std::abs(s.pixel_aspect - 1) > 1e-4 && s.pixel_aspect > 0.01 && s.pixel_aspect < 100)
    out.text(dicom::tag::kPixelAspectRatio, "IS",
             std::to_string(std::lround(s.pixel_aspect * 10000)) + "\\10000");
}

// Where each frame lies along the planes' normal, counted from 1.
std::vector<std::uint32_t> plane_numbers(const Segmentation& s) {
  const auto& o = s.grid->orientation;
  const Vector3 normal{o[1] * o[5] - o[2] * o[4], o[2] * o[3] - o[0] * o[5], o[0] * o[4] - o[1] * o[3]};
  const auto along = [&](const SegmentFrame& frame) {
    const Vector3& p = *frame.position;
    return std::round((p[0] * normal[0] + p[1] * normal[1] + p[2] * normal[2]) * 1e4);
  };
  std::map<double, std::uint32_t> numbers;
  for (const SegmentFrame& frame : s.frames) numbers[along(frame)] = 0;
  std::uint32_t next = 0;
  for (auto& [at, number] : numbers) number = ++next;
  std::vector<std::uint32_t> result;
  for (const SegmentFrame& frame : s.frames) result.push_back(numbers[along(frame)]);
  return result;
}

void add_frames(const Segmentation& s, dicom::DataSetWriter& out) {
  const auto planes = s.grid ? plane_numbers(s) : std::vector<std::uint32_t>{};
  dicom::SequenceWriter frames;
  for (std::size_t i = 0; i < s.frames.size(); ++i) {
    const SegmentFrame& frame = s.frames[i];
    dicom::DataSetWriter groups, segment;
    if (frame.source >= 0)
      add_derivation(s.sources[static_cast<std::size_t>(frame.source)], kSegmentationDerivation, true,
                     groups);
    segment.number(tag::kReferencedSegmentNumber, static_cast<std::uint16_t>(frame.segment));
    groups.sequence(tag::kSegmentIdentificationSequence, {segment});
    std::vector<std::uint32_t> index{static_cast<std::uint32_t>(frame.segment)};
    if (s.grid) {
      index.push_back(planes[i]);
      add_position(*frame.position, groups);
    }
    add_dimension_values(index, groups);
    frames.add(groups);
  }
  out.long_sequence(dicom::tag::kPerFrameFunctionalGroups, frames);
}

}  // namespace

base::Result<void> add_segmentation(const Segmentation& s, std::string_view identity,
                                    dicom::DataSetWriter& out) {
  if (auto checked = check(s); !checked) return checked;
  out.text(dicom::tag::kImageType, "CS", "DERIVED\\PRIMARY")
      .text(tag::kContentLabel, "CS", s.label)
      .text(tag::kContentDescription, "LO", ascii(s.description, 64))
      .text(tag::kContentCreatorName, "PN", "");
  add_pixel_format(s, out);
  std::vector<dicom::DataSetWriter> segments;
  for (const Segment& segment : s.segments) segments.push_back(segment_item(segment));
  out.sequence(tag::kSegmentSequence, segments);

  std::vector<Dimension> dimensions{
      {tag::kReferencedSegmentNumber, tag::kSegmentIdentificationSequence, "Segment Number"}};
  dicom::DataSetWriter shared;
  if (s.grid) {
    dimensions.push_back({{0x0020, 0x0032}, {0x0020, 0x9113}, "Image Position Patient"});
    add_grid(*s.grid, shared);
    out.text(tag::kFrameOfReferenceUid, "UI", s.grid->frame_of_reference_uid)
        .text(tag::kPositionReferenceIndicator, "LO", "");
  }
  add_dimensions(dimensions, dicom::uid_of_words({"segment dimensions", identity}), out);
  out.sequence(dicom::tag::kSharedFunctionalGroups, {shared});
  add_frames(s, out);
  add_referenced_series(s.sources, out);
  return {};
}

}  // namespace roentgen::objects
