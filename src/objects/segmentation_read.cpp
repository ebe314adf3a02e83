#include "objects/segmentation_read.h"

#include <algorithm>
#include <optional>
#include <set>

#include "dicom/nested.h"
#include "objects/frame_groups.h"
#include "objects/segmentation_attributes.h"
#include "objects/tags.h"

namespace roentgen::objects {
namespace {

using dicom::DataSet;

constexpr std::string_view kLabelMapStorage = "1.2.840.10008.5.1.4.1.1.66.7";

std::unexpected<base::Error> unusable(std::string sentence) {
  return base::fail(base::ErrorCode::unusable_input, std::move(sentence));
}

OwnedCode read_code(const DataSet& set, Tag sequence) {
  const DataSet item = dicom::first_item(set, sequence);
  return {dicom::text(item, tag::kCodeValue), dicom::text(item, tag::kCodingScheme),
          dicom::text(item, tag::kCodeMeaning)};
}

// Without the padding and the line ends of ST and UT, which may be long.
std::string long_text(const DataSet& set, Tag tag) {
  const dicom::Element* element = dicom::find(set, tag);
  if (element == nullptr) return {};
  std::string all;
  for (const std::string& part : dicom::texts(set, tag)) all += (all.empty() ? "" : "\\") + part;
  return all;
}

Segment read_segment(const DataSet& item) {
  Segment segment;
  segment.number = static_cast<int>(dicom::integer(item, tag::kSegmentNumber).value_or(0));
  segment.label = dicom::text(item, tag::kSegmentLabel);
  segment.description = long_text(item, tag::kSegmentDescription);
  segment.category = read_code(item, tag::kSegmentedPropertyCategory);
  segment.type = read_code(item, tag::kSegmentedPropertyType);
  const DataSet type = dicom::first_item(item, tag::kSegmentedPropertyType);
  // Beside its type in files of other writers that knew older standards.
  for (const DataSet* holder : {&type, &item})
    for (const DataSet& modifier : dicom::nested_items(*holder, tag::kSegmentedPropertyTypeModifier, 16))
      segment.modifiers.push_back({dicom::text(modifier, tag::kCodeValue),
                                   dicom::text(modifier, tag::kCodingScheme),
                                   dicom::text(modifier, tag::kCodeMeaning)});
  segment.algorithm_type = dicom::upper_text(item, tag::kSegmentAlgorithmType);
  segment.algorithm_name = dicom::text(item, tag::kSegmentAlgorithmName);
  segment.algorithm_version =
      dicom::text(dicom::first_item(item, tag::kSegmentationAlgorithmIdentification), tag::kAlgorithmVersion);
  segment.tracking_id = long_text(item, tag::kTrackingId);
  segment.tracking_uid = dicom::text(item, tag::kTrackingUid);
  return segment;
}

base::Result<SegmentationType> read_type(const DataSet& data, bool label_map) {
  const std::string type = dicom::upper_text(data, tag::kSegmentationType);
  if (type == "LABELMAP" || (type.empty() && label_map)) return SegmentationType::labels;
  if (type == "BINARY") return SegmentationType::binary;
  if (type == "FRACTIONAL")
    return dicom::upper_text(data, tag::kSegmentationFractionalType) == "OCCUPANCY"
               ? SegmentationType::occupancy
               : SegmentationType::probability;
  return unusable("the segmentation is of a type that is not known");
}

base::Result<void> read_segments(const DataSet& data, OpenedSegmentation& opened) {
  Segmentation& seg = opened.segmentation;
  std::set<int> numbers;
  for (const DataSet& item : dicom::nested_items(data, tag::kSegmentSequence, kMostReadSegments)) {
    Segment segment = read_segment(item);
    if (!numbers.insert(segment.number).second) {
      opened.remarks.push_back("two segments have the same number; the first one counts");
      continue;
    }
    seg.segments.push_back(std::move(segment));
  }
  if (seg.segments.empty()) return unusable("the segmentation has no segments");
  return {};
}

// What one set of functional groups says; nullopt where it says nothing of it.
struct SaidOfFrame {
  std::optional<int> segment, source;
  std::optional<Vector3> position;
};

SaidOfFrame read_groups(const DataSet& groups, SourceList& sources) {
  SaidOfFrame said;
  const auto has = [&](Tag tag) { return dicom::find(groups, tag) != nullptr; };
  if (has(tag::kSegmentIdentificationSequence)) {
    const DataSet item = dicom::first_item(groups, tag::kSegmentIdentificationSequence);
    said.segment = static_cast<int>(dicom::integer(item, tag::kReferencedSegmentNumber).value_or(0) & 0xFFFF);
  }
  if (has(tag::kDerivationImageSequence))
    said.source = sources.add(dicom::first_item(groups, tag::kDerivationImageSequence));
  if (has(tag::kPlanePositionSequence))
    said.position =
        numbers_of<3>(dicom::first_item(groups, tag::kPlanePositionSequence), tag::kImagePositionPatient);
  return said;
}

void read_frames(const DataSet& data, OpenedSegmentation& opened) {
  Segmentation& seg = opened.segmentation;
  const auto count = static_cast<std::size_t>(opened.pixels.format.frames);
  const auto described = dicom::items(data, dicom::tag::kPerFrameFunctionalGroups);
  if (described.size() != count)
    opened.remarks.push_back("the file describes " + std::to_string(described.size()) + " frames and has " +
                             std::to_string(count));
  std::set<int> numbers;
  for (const Segment& segment : seg.segments) numbers.insert(segment.number);
  SourceList sources(kMostSources);
  sources.read_series(data);
  // Once, not for every frame: a hostile file could make these groups large.
  const auto for_all = dicom::items(data, dicom::tag::kSharedFunctionalGroups);
  const SaidOfFrame shared = for_all.empty() ? SaidOfFrame{} : read_groups(for_all[0], sources);
  bool strange = false;
  seg.frames.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const SaidOfFrame said = i < described.size() ? read_groups(described[i], sources) : SaidOfFrame{};
    SegmentFrame frame{0, said.source.value_or(shared.source.value_or(-1)), {}};
    if (seg.type != SegmentationType::labels) {
      const int number = said.segment.value_or(shared.segment.value_or(0));
      if (numbers.contains(number)) frame.segment = number;
      strange |= frame.segment == 0;
    }
    if (seg.grid) frame.position = said.position ? said.position : shared.position;
    seg.frames.push_back(frame);
  }
  if (strange) opened.remarks.push_back("some frames belong to no segment of the file");
  seg.sources = sources.take();
}

}  // namespace

base::Result<OpenedSegmentation> open_segmentation(dicom::ByteView file) {
  auto read = dicom::read_part10(file);
  if (!read) return std::unexpected(read.error());
  const std::string sop_class = dicom::text(read->data, dicom::tag::kSopClassUid);
  const bool label_map = sop_class == kLabelMapStorage;
  if (sop_class != kSegmentationStorage && !label_map) return unusable("this is no DICOM segmentation");
  OpenedSegmentation opened;
  opened.remarks = read->remarks;
  auto pixels = dicom::find_pixels(*read, opened.remarks);
  if (!pixels) return std::unexpected(pixels.error());
  const dicom::PixelFormat& format = pixels->format;
  if (format.samples != 1 || format.kind != dicom::SampleKind::integer || format.bits_allocated > 16)
    return unusable("the pixels of the segmentation are not of 1, 8 or 16 bits");
  if (static_cast<std::size_t>(format.frames) > kMostReadFrames)
    return unusable("the segmentation has more than " + std::to_string(kMostReadFrames) + " frames");
  // Each frame has a bit of pixels or a fragment of its own: a header alone cannot claim many.
  const std::size_t most = pixels->compressed.empty() ? pixels->native.size() * 8 : pixels->compressed.size();
  if (static_cast<std::size_t>(format.frames) > most)
    return unusable("the segmentation claims more frames than the file holds");
  auto type = read_type(read->data, label_map);
  if (!type) return std::unexpected(type.error());

  Segmentation& seg = opened.segmentation;
  seg.type = *type;
  seg.rows = format.rows;
  seg.columns = format.columns;
  if (const auto maximum = dicom::integer(read->data, tag::kMaximumFractionalValue))
    seg.maximum = static_cast<int>(std::clamp<long long>(*maximum, 1, 255));
  const auto aspect = dicom::decimals(read->data, dicom::tag::kPixelAspectRatio);
  if (aspect.size() == 2 && aspect[0] > 0 && aspect[1] > 0) seg.pixel_aspect = aspect[0] / aspect[1];
  seg.label = dicom::text(read->data, tag::kContentLabel);
  seg.description = dicom::text(read->data, tag::kContentDescription);
  seg.grid = read_grid(read->data);
  if (auto segments = read_segments(read->data, opened); !segments) return std::unexpected(segments.error());
  opened.pixels = std::move(*pixels);
  read_frames(read->data, opened);
  if (!read->damage.empty()) opened.remarks.push_back(read->damage);
  opened.file = std::move(*read);  // what points into its inflated bytes stays valid
  return opened;
}

base::Result<image::Mask> read_frame(const OpenedSegmentation& opened, std::size_t frame) {
  if (frame >= opened.segmentation.frames.size()) return unusable("the segmentation has no such frame");
  std::vector<std::string> remarks;
  const auto decoded = dicom::decode_frame(opened.pixels, static_cast<int>(frame), remarks);
  if (!decoded) return std::unexpected(decoded.error());
  image::Mask mask{opened.segmentation.rows, opened.segmentation.columns, {}};
  const std::size_t pixels = opened.pixels.format.pixels();
  const std::size_t bytes = decoded->format.bits_allocated == 16 ? 2 : 1;
  mask.samples.resize(pixels);
  for (std::size_t i = 0; i < pixels; ++i) {
    mask.samples[i] = std::to_integer<std::uint8_t>(decoded->samples[i * bytes]);
    if (bytes == 2 && decoded->samples[i * 2 + 1] != std::byte{0})
      return unusable("segment numbers beyond 255 are not read");
  }
  return mask;
}

}  // namespace roentgen::objects
