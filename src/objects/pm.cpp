#include "objects/pm.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>
#include <utility>

#include "dicom/uid.h"
#include "objects/functional_groups.h"
#include "objects/seg.h"
#include "objects/tags.h"
#include "study/turn.h"

namespace roentgen::objects {
namespace {

constexpr Code kQuantity{"246205007", "SCT", "Quantity"};
constexpr Code kClassActivation{"130402", "DCM", "Class activation"};
constexpr Code kFinding{"121071", "DCM", "Finding"};
constexpr Code kNoUnits{"1", "UCUM", "no units"};
constexpr Code kMapDerivation{"113085", "DCM", "Spatial resampling"};

constexpr const char* kImageTypeWords = "DERIVED\\PRIMARY\\PLANAR\\QUANTITY";

// "L", "RF", …: the axis of the patient (x to the left, y to the back, z to the head) that comes first.
std::optional<Vector3> direction(const std::string& word) {
  constexpr std::string_view kLetters = "LRPAHF";
  const std::size_t at = word.empty() ? std::string_view::npos : kLetters.find(word[0]);
  if (at == std::string_view::npos) return std::nullopt;
  Vector3 axis{0, 0, 0};
  axis[at / 2] = at % 2 == 0 ? 1 : -1;
  return axis;
}

// Of a row and of a column of the stored film.
std::array<double, 6> orientation_of(const Input& input) {
  const std::string& words = input.source.patient_orientation;
  const std::size_t cut = words.find('\\');
  if (cut != std::string::npos) {
    const auto row = direction(words.substr(0, cut)), column = direction(words.substr(cut + 1));
    if (row && column && (*row)[0] * (*column)[0] + (*row)[1] * (*column)[1] + (*row)[2] * (*column)[2] == 0)
      return {(*row)[0], (*row)[1], (*row)[2], (*column)[0], (*column)[1], (*column)[2]};
  }
  // Only upright frontal films are read: as displayed, x goes to the patient's left and y to the feet.
  const int degrees = input.reading.gate.correction.turned_degrees;
  const auto shown = [&](double x, double y) {
    const study::Point at = study::turned({x, y}, input.source.rows, input.source.columns, degrees);
    const study::Point from = study::turned({0, 0}, input.source.rows, input.source.columns, degrees);
    return Vector3{at.x - from.x, 0, from.y - at.y};
  };
  const Vector3 row = shown(1, 0), column = shown(0, 1);
  return {row[0], row[1], row[2], column[0], column[1], column[2]};
}

dicom::DataSetWriter code_content(const Code& name, const Code& value) {
  dicom::DataSetWriter item;
  item.text(tag::kValueType, "CS", "CODE")
      .sequence(tag::kConceptNameCodeSequence, {code_item(name)})
      .sequence(tag::kConceptCodeSequence, {code_item(value)});
  return item;
}

void add_mapping(const Heat& heat, dicom::DataSetWriter& groups) {
  constexpr double kNought = 0, kOne = 1;
  dicom::DataSetWriter item;
  item.text(tag::kLutExplanation, "LO", ascii("Class activation, share of the strongest: " + heat.title, 64))
      .text(tag::kLutLabel, "SH", ascii(heat.label, 16))
      .sequence(tag::kMeasurementUnitsCodeSequence, {code_item(kNoUnits)})
      .doubles(tag::kDoubleFloatRealWorldValueFirstValueMapped, std::span(&kNought, 1))
      .doubles(tag::kDoubleFloatRealWorldValueLastValueMapped, std::span(&kOne, 1))
      .doubles(tag::kRealWorldValueIntercept, std::span(&kNought, 1))
      .doubles(tag::kRealWorldValueSlope, std::span(&kOne, 1))
      .sequence(tag::kQuantityDefinitionSequence,
                {code_content(kQuantity, kClassActivation),
                 code_content(kFinding, code_for("finding", heat.label, heat.title).view())});
  groups.sequence(tag::kRealWorldValueMappingSequence, {item});
}

// Frame Anatomy (C.7.6.16.2.8), which every map must have: the part of the body that the film names, else the
// site of the first finding. "U" (unpaired) also where the film does not say which side it is of.
void add_anatomy(const Input& input, const Heat& first, dicom::DataSetWriter& groups) {
  constexpr Code kSomething{"91723000", "SCT", "Anatomical Structure"};
  auto region = find_code("part", input.reading.source.body_part);
  if (!region) region = find_code("site", first.label);
  const std::string side = input.source.laterality;
  dicom::DataSetWriter item;
  item.text(tag::kFrameLaterality, "CS", side.empty() ? "U" : side)
      .sequence(tag::kAnatomicRegionSequence, {code_item(region.value_or(kSomething))});
  groups.sequence(tag::kFrameAnatomySequence, {item});
}

// Frame VOI LUT With LUT (C.7.6.16.2.10b): 0 … 1, as it is.
void add_window(dicom::DataSetWriter& groups) {
  dicom::DataSetWriter item;
  item.text(tag::kWindowCenter, "DS", "0.5")
      .text(tag::kWindowWidth, "DS", "1")
      .text(tag::kVoiLutFunction, "CS", "LINEAR_EXACT");
  groups.sequence(tag::kFrameVoiLutSequence, {item});
}

void add_shared(const Input& input, const Heat& first, const PlacedGrid& placed, dicom::DataSetWriter& out) {
  dicom::DataSetWriter shared, type, identity;
  add_grid(placed.grid, shared);
  add_derivation(film_source(input.source), kMapDerivation, false, shared);
  type.text(tag::kFrameType, "CS", kImageTypeWords);
  identity.text(dicom::tag::kRescaleIntercept, "DS", "0")
      .text(dicom::tag::kRescaleSlope, "DS", "1")
      .text(tag::kRescaleType, "LO", "US");
  shared.sequence(tag::kParametricMapFrameTypeSequence, {type})
      .sequence(tag::kPixelValueTransformationSequence, {identity});
  add_anatomy(input, first, shared);
  add_window(shared);
  out.sequence(dicom::tag::kSharedFunctionalGroups, {shared});
}

void add_frames(const std::vector<const Heat*>& heats, const Vector3& position, dicom::DataSetWriter& out) {
  dicom::SequenceWriter frames;
  std::uint32_t number = 0;
  base::Bytes pixels;
  for (const Heat* heat : heats) {
    ++number;
    dicom::DataSetWriter groups;
    add_mapping(*heat, groups);
    add_position(position, groups);  // the same for all, but dcmqi wants it of each
    add_dimension_values(std::span(&number, 1), groups);
    frames.add(groups);
    for (const float value : heat->plane->samples) {
      const auto word = std::bit_cast<std::uint32_t>(std::isfinite(value) ? value : 0.0F);
      for (int i = 0; i < 4; ++i) pixels.push_back(static_cast<std::byte>((word >> (8 * i)) & 0xFF));
    }
  }
  out.long_sequence(dicom::tag::kPerFrameFunctionalGroups, frames)
      .bytes(dicom::tag::kFloatPixelData, "OF", pixels);
}

void add_image(int rows, int columns, std::size_t frames, dicom::DataSetWriter& out) {
  out.text(dicom::tag::kImageType, "CS", kImageTypeWords)
      .text(tag::kContentQualification, "CS", "RESEARCH")
      .number(dicom::tag::kSamplesPerPixel, 1)
      .text(dicom::tag::kPhotometricInterpretation, "CS", "MONOCHROME2")
      .text(dicom::tag::kNumberOfFrames, "IS", std::to_string(frames))
      .number(dicom::tag::kRows, static_cast<std::uint16_t>(rows))
      .number(dicom::tag::kColumns, static_cast<std::uint16_t>(columns))
      .number(dicom::tag::kBitsAllocated, 32)
      .text(tag::kBurnedInAnnotation, "CS", "NO")
      .text(tag::kRecognizableVisualFeatures, "CS", "NO")
      .text(tag::kLossyImageCompression, "CS", "00")
      .text(dicom::tag::kPresentationLutShape, "CS", "IDENTITY")
      .text(tag::kContentLabel, "CS", "HEAT_MAPS")
      .text(tag::kContentDescription, "LO", "Class activation maps; AI - not for primary diagnosis")
      .text(tag::kContentCreatorName, "PN", "")
      .sequence(tag::kAcquisitionContextSequence, std::vector<dicom::DataSetWriter>{});
}

}  // namespace

PlacedGrid place_on_film(const Input& input, int rows, int columns) {
  const Source& source = input.source;
  PlacedGrid placed;
  placed.grid.frame_of_reference_uid =
      dicom::uid_of_words({"plane of the film", source.sop_instance_uid, std::to_string(source.frame)});
  placed.grid.orientation = orientation_of(input);
  const study::PixelSpacing& spacing = source.acquisition.spacing;
  if (spacing.kind == study::SpacingKind::none || spacing.row_mm <= 0 || spacing.column_mm <= 0)
    return placed;
  const double down = static_cast<double>(source.rows) / rows;
  const double across = static_cast<double>(source.columns) / columns;
  placed.grid.row_mm = spacing.row_mm * down;
  placed.grid.column_mm = spacing.column_mm * across;
  const double x = (across - 1) / 2 * spacing.column_mm, y = (down - 1) / 2 * spacing.row_mm;
  const auto& o = placed.grid.orientation;
  for (std::size_t i = 0; i < 3; ++i) placed.position[i] = o[i] * x + o[3 + i] * y;
  return placed;
}

base::Result<std::vector<Object>> write_parametric_map(const Context& context) {
  const Input& input = context.input;
  std::vector<const Heat*> heats;
  for (const Heat& heat : input.heats)
    if (may_show(input.reading, heat) && (heats.empty() || (heat.plane->rows == heats[0]->plane->rows &&
                                                            heat.plane->columns == heats[0]->plane->columns)))
      heats.push_back(&heat);
  if (heats.empty()) return std::vector<Object>{};
  const int rows = heats[0]->plane->rows, columns = heats[0]->plane->columns;
  const PlacedGrid placed = place_on_film(input, rows, columns);

  const Header header{"pm", kParametricMapStorage, "OT", "Roentgen heat maps", 9004};
  dicom::DataSetWriter out = begin_object(context, header);
  add_image(rows, columns, heats.size(), out);
  out.text(tag::kFrameOfReferenceUid, "UI", placed.grid.frame_of_reference_uid)
      .text(tag::kPositionReferenceIndicator, "LO", "");
  const std::array<Dimension, 1> dimensions{
      {{tag::kLutLabel, tag::kRealWorldValueMappingSequence, "LUT Label"}}};
  add_dimensions(dimensions, dicom::uid_of_words({"map dimensions", context.identity}), out);
  add_shared(input, *heats[0], placed, out);
  add_frames(heats, placed.position, out);
  const std::array sources{film_source(input.source)};
  add_referenced_series(sources, out);
  std::vector<Object> objects;
  objects.push_back(finish_object(context, header, out));
  return objects;
}

}  // namespace roentgen::objects
