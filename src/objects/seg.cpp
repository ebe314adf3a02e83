#include "objects/seg.h"

#include <algorithm>
#include <cmath>

#include "dicom/uid.h"
#include "image/resample_shares.h"
#include "objects/polygon_mask.h"
#include "objects/segmentation_attributes.h"
#include "objects/segmentation_stream.h"
#include "objects/tags.h"

namespace roentgen::objects {
namespace {

constexpr Code kAnatomicalStructure{"91723000", "SCT", "Anatomical Structure"};
constexpr Code kAbnormalStructure{"49755003", "SCT", "Morphologically Abnormal Structure"};

constexpr std::size_t kAttributeBytes = std::size_t{64} << 10;  // more than there are beside the pixels

OwnedCode owned(const Code& code) {
  return {std::string(code.value), std::string(code.scheme), std::string(code.meaning)};
}

std::string version_of(const study::Reading& reading, const std::string& model) {
  const auto& models = reading.provenance.models;
  const auto found = std::ranges::find(models, model, &study::ModelUsed::name);
  return found != models.end() && !found->version.empty() ? found->version : ROENTGEN_VERSION;
}

// The same structure of the same film keeps its tracking UID, whatever version outlined it.
Segment segment_of(const Context& context, int number, const std::string& name, const std::string& title,
                   const std::string& model) {
  Segment segment;
  segment.number = number;
  segment.label = title.empty() ? name : title;
  segment.algorithm_type = "AUTOMATIC";
  segment.algorithm_name = model.empty() ? "roentgen" : model;
  segment.algorithm_version = version_of(context.input.reading, model);
  segment.tracking_id = name;
  segment.tracking_uid = dicom::uid_of_words(
      {"tracked", name, context.input.source.sop_instance_uid, std::to_string(context.input.source.frame)});
  return segment;
}

Segmentation on_film(const Context& context, SegmentationType type) {
  const Source& source = context.input.source;
  Segmentation seg;
  seg.type = type;
  seg.rows = source.rows;
  seg.columns = source.columns;
  seg.pixel_aspect = source.acquisition.pixel_aspect;
  seg.sources = {film_source(source)};
  return seg;
}

// Writes the frames that `samples` gives, one after the other.
template <class Samples>
base::Result<Object> write(const Context& context, const Header& header, const Segmentation& seg,
                           Samples samples) {
  dicom::DataSetWriter common = begin_object(context, header);
  common.text(tag::kPatientOrientation, "CS", context.input.source.patient_orientation);
  Object object = describe_object(context, header);
  const std::size_t samples_in_all =
      seg.frames.size() * static_cast<std::size_t>(seg.rows) * static_cast<std::size_t>(seg.columns);
  object.file.reserve(kAttributeBytes +
                      (seg.type == SegmentationType::binary ? samples_in_all / 8 : samples_in_all));
  auto stream = SegmentationStream::begin(seg, std::move(common), object.sop_instance_uid,
                                          [&](dicom::ByteView bytes) -> base::Result<void> {
                                            object.file.insert(object.file.end(), bytes.begin(), bytes.end());
                                            return {};
                                          });
  if (!stream) return std::unexpected(stream.error());
  for (std::size_t i = 0; i < seg.frames.size(); ++i)
    if (auto added = samples(i, *stream); !added) return std::unexpected(added.error());
  if (auto finished = stream->finish(); !finished) return std::unexpected(finished.error());
  return object;
}

base::Result<std::vector<Object>> write_structures(const Context& context) {
  const Input& input = context.input;
  std::vector<image::Mask> drawn;  // of outlines that came without masks
  std::vector<Mask> masks(input.masks.begin(), input.masks.end());
  if (masks.empty()) {
    drawn.reserve(input.reading.outlines.size());
    for (const study::Outline& outline : input.reading.outlines) {
      drawn.push_back(mask_of_polygons(outline.polygons, input.source.rows, input.source.columns));
      masks.push_back({outline.structure, outline.title, outline.model, &drawn.back()});
    }
  }
  if (masks.empty()) return std::vector<Object>{};
  Segmentation seg = on_film(context, SegmentationType::binary);
  seg.label = "ANATOMY";
  seg.description = "Outlined structures";
  for (const Mask& mask : masks) {
    Segment& segment = seg.segments.emplace_back(segment_of(
        context, static_cast<int>(seg.segments.size()) + 1, mask.structure, mask.title, mask.model));
    segment.category = owned(kAnatomicalStructure);
    segment.type = code_for("structure", mask.structure, mask.title);
    if (const auto side = find_code("side", mask.structure)) segment.modifiers.push_back(owned(*side));
    seg.frames.push_back({segment.number, 0, {}});
  }
  const Header header{"seg", kSegmentationStorage, "SEG", "Roentgen segmentations", 9003, 1};
  auto object = write(context, header, seg, [&](std::size_t i, SegmentationStream& stream) {
    return stream.add(masks[i].plane->samples);
  });
  if (!object) return std::unexpected(object.error());
  std::vector<Object> objects;
  objects.push_back(std::move(*object));
  return objects;
}

base::Result<std::vector<Object>> write_heats(const Context& context, int number) {
  const Input& input = context.input;
  std::vector<const Heat*> heats;
  for (const Heat& heat : input.heats)
    if (may_show(input.reading, heat)) heats.push_back(&heat);
  if (heats.empty()) return std::vector<Object>{};
  Segmentation seg = on_film(context, SegmentationType::probability);
  seg.label = "HEAT_MAPS";
  seg.description = "Where the network saw evidence of findings";
  for (const Heat* heat : heats) {
    Segment& segment = seg.segments.emplace_back(segment_of(
        context, static_cast<int>(seg.segments.size()) + 1, heat->label, heat->title, heat->model));
    segment.description =
        "Class activation as a share of the strongest on this film. Not a calibrated probability of each "
        "pixel. AI - not for primary diagnosis";
    segment.category = owned(kAbnormalStructure);
    segment.type = code_for("finding", heat->label, heat->title);
    seg.frames.push_back({segment.number, 0, {}});
  }
  const Header header{"seg", kSegmentationStorage, "SEG", "Roentgen segmentations", 9003, number};
  auto object = write(context, header, seg, [&](std::size_t i, SegmentationStream& stream) {
    return stream.add(fraction_samples(*heats[i]->plane, seg.rows, seg.columns));
  });
  if (!object) return std::unexpected(object.error());
  std::vector<Object> objects;
  objects.push_back(std::move(*object));
  return objects;
}

}  // namespace

bool may_show(const study::Reading& reading, const Heat& heat) {
  const auto finding = std::ranges::find(reading.findings, heat.label, &study::Finding::label);
  return finding != reading.findings.end() && finding->heat_map && heat.plane != nullptr &&
         !heat.plane->samples.empty();
}

SourceImage film_source(const Source& source) {
  return {source.sop_class_uid, source.sop_instance_uid, source.series_instance_uid,
          source.frames > 1 ? source.frame + 1 : 0};
}

std::string side_of(const Source& source) {
  return source.laterality == "L" || source.laterality == "R" ? source.laterality : "";
}

std::vector<std::uint8_t> fraction_samples(const image::Plane& plane, int rows, int columns) {
  return image::resample_shares(plane, rows, columns).samples;
}

base::Result<std::vector<Object>> write_segmentations(const Context& context) {
  auto objects = write_structures(context);
  if (!objects) return objects;
  auto heats = write_heats(context, static_cast<int>(objects->size()) + 1);
  if (!heats) return heats;
  std::ranges::move(*heats, std::back_inserter(*objects));
  return objects;
}

}  // namespace roentgen::objects
