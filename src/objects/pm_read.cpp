#include "objects/pm_read.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "dicom/nested.h"
#include "objects/frame_groups.h"
#include "objects/pm.h"
#include "objects/tags.h"

namespace roentgen::objects {
namespace {

using dicom::DataSet;

constexpr std::size_t kMostSources = 100'000, kMostQuantities = 16;
constexpr Code kQuantity{"246205007", "SCT", "Quantity"}, kFinding{"121071", "DCM", "Finding"};

std::unexpected<base::Error> unusable(std::string sentence) {
  return base::fail(base::ErrorCode::unusable_input, std::move(sentence));
}

OwnedCode read_code(const DataSet& set, Tag sequence) {
  const DataSet item = dicom::first_item(set, sequence);
  return {dicom::text(item, tag::kCodeValue), dicom::text(item, tag::kCodingScheme),
          dicom::text(item, tag::kCodeMeaning)};
}

// The label that this code is written for; empty if it is none of ours.
std::string label_of(const OwnedCode& finding) {
  constexpr std::string_view kPrefix = "finding/";
  for (const CodeRow& row : code_table())
    if (row.key.starts_with(kPrefix) && row.code == finding.view())
      return std::string(row.key.substr(kPrefix.size()));
  return {};
}

void read_mapping(const DataSet& item, MapFrame& frame, bool& table) {
  frame.explanation = dicom::text(item, tag::kLutExplanation);
  frame.unit = read_code(item, tag::kMeasurementUnitsCodeSequence);
  for (const DataSet& quantity :
       dicom::nested_items(item, tag::kQuantityDefinitionSequence, kMostQuantities)) {
    const OwnedCode name = read_code(quantity, tag::kConceptNameCodeSequence);
    if (name.view() == kQuantity) frame.quantity = read_code(quantity, tag::kConceptCodeSequence);
    if (name.view() == kFinding) frame.finding = read_code(quantity, tag::kConceptCodeSequence);
  }
  frame.label = label_of(frame.finding);
  if (frame.label.empty()) frame.label = dicom::text(item, tag::kLutLabel);
  const auto slope = dicom::decimals(item, tag::kRealWorldValueSlope);
  const auto intercept = dicom::decimals(item, tag::kRealWorldValueIntercept);
  table = slope.empty();
  if (!slope.empty() && std::isfinite(slope[0])) frame.slope = slope[0];
  if (!intercept.empty() && std::isfinite(intercept[0])) frame.intercept = intercept[0];
}

// What one set of functional groups says, over what was said before; whether a mapping is there that is none
// of slope and intercept.
bool read_groups(const DataSet& groups, SourceList& sources, MapFrame& frame) {
  bool table = false;
  const auto has = [&](Tag tag) { return dicom::find(groups, tag) != nullptr; };
  if (has(tag::kRealWorldValueMappingSequence))
    read_mapping(dicom::first_item(groups, tag::kRealWorldValueMappingSequence), frame, table);
  if (has(tag::kDerivationImageSequence))
    frame.source = sources.add(dicom::first_item(groups, tag::kDerivationImageSequence));
  if (has(tag::kPlanePositionSequence))
    frame.position =
        numbers_of<3>(dicom::first_item(groups, tag::kPlanePositionSequence), tag::kImagePositionPatient);
  return table;
}

void read_frames(const DataSet& data, OpenedMap& opened) {
  const auto count = static_cast<std::size_t>(opened.pixels.format.frames);
  const auto described = dicom::items(data, tag::kPerFrameFunctionalGroups);
  if (described.size() != count)
    opened.remarks.push_back("the file describes " + std::to_string(described.size()) + " frames and has " +
                             std::to_string(count));
  SourceList sources(kMostSources);
  sources.read_series(data);
  // Once, not for every frame: a hostile file could make these groups large.
  const auto for_all = dicom::items(data, tag::kSharedFunctionalGroups);
  MapFrame shared;
  bool table = !for_all.empty() && read_groups(for_all[0], sources, shared);
  opened.map.frames.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    MapFrame frame = shared;
    if (i < described.size()) table |= read_groups(described[i], sources, frame);
    opened.map.frames.push_back(std::move(frame));
  }
  if (table) opened.remarks.push_back("a mapping to real world values is a table; stored values stand");
  opened.map.sources = sources.take();
}

double stored_value(std::span<const std::byte> sample, bool is_signed) {
  std::uint64_t word = 0;
  for (std::size_t i = sample.size(); i-- > 0;) word = word << 8 | std::to_integer<std::uint64_t>(sample[i]);
  if (sample.size() == 8) return std::bit_cast<double>(word);
  if (sample.size() == 4) return std::bit_cast<float>(static_cast<std::uint32_t>(word));
  const auto whole = static_cast<std::uint16_t>(word);
  return is_signed ? static_cast<std::int16_t>(whole) : whole;
}

}  // namespace

base::Result<OpenedMap> open_parametric_map(dicom::ByteView file) {
  auto read = dicom::read_part10(file, dicom::Sequences::all);
  if (!read) return std::unexpected(read.error());
  if (dicom::text(read->data, tag::kSopClassUid) != kParametricMapStorage)
    return unusable("this is no DICOM parametric map");
  OpenedMap opened;
  opened.remarks = read->remarks;
  auto pixels = dicom::find_pixels(*read, opened.remarks);
  if (!pixels) return std::unexpected(pixels.error());
  const dicom::PixelFormat& format = pixels->format;
  const bool whole = format.kind == dicom::SampleKind::integer;
  if (format.samples != 1 || (whole && format.bits_allocated != 16))
    return unusable(
        "the pixels of the parametric map are neither whole numbers of 16 bits nor floating ones");
  if (format.frames < 1 || static_cast<std::size_t>(format.frames) > kMostMapFrames)
    return unusable("the parametric map has more than " + std::to_string(kMostMapFrames) + " frames");
  // Each frame has a byte of pixels or a fragment of its own: a header alone cannot claim many.
  const std::size_t most = pixels->compressed.empty() ? pixels->native.size() : pixels->compressed.size();
  if (static_cast<std::size_t>(format.frames) > most)
    return unusable("the parametric map claims more frames than the file holds");
  opened.map.rows = format.rows;
  opened.map.columns = format.columns;
  opened.map.label = dicom::text(read->data, tag::kContentLabel);
  opened.map.description = dicom::text(read->data, tag::kContentDescription);
  opened.map.grid = read_grid(read->data);
  opened.pixels = std::move(*pixels);
  read_frames(read->data, opened);
  if (!read->damage.empty()) opened.remarks.push_back(read->damage);
  opened.file = std::move(*read);  // what points into its inflated bytes stays valid
  return opened;
}

base::Result<image::Plane> read_map_frame(const OpenedMap& opened, std::size_t frame) {
  if (frame >= opened.map.frames.size()) return unusable("the parametric map has no such frame");
  std::vector<std::string> remarks;
  const auto decoded = dicom::decode_frame(opened.pixels, static_cast<int>(frame), remarks);
  if (!decoded) return std::unexpected(decoded.error());
  const MapFrame& mapping = opened.map.frames[frame];
  const std::size_t pixels = opened.pixels.format.pixels();
  const auto bytes = static_cast<std::size_t>(decoded->format.bits_allocated) / 8;
  if (bytes < 2 || decoded->samples.size() < pixels * bytes)
    return unusable("the parametric map's frame is damaged");
  image::Plane plane{opened.map.rows, opened.map.columns, {}};
  plane.samples.resize(pixels);
  for (std::size_t i = 0; i < pixels; ++i) {
    const double value =
        stored_value(decoded->samples.subspan(i * bytes, bytes), decoded->format.is_signed) * mapping.slope +
        mapping.intercept;
    const auto narrow = static_cast<float>(value);
    plane.samples[i] = std::isfinite(narrow) ? narrow : 0.0F;
  }
  return plane;
}

}  // namespace roentgen::objects
