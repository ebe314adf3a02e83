#include "objects/gsps.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "objects/functional_groups.h"
#include "objects/present_reading.h"
#include "objects/seg.h"
#include "objects/tags.h"

namespace roentgen::objects {
namespace {

std::array<float, 2> numbers_of(const study::Point& point, bool on_display) {
  const double corner = on_display ? 0 : kCorner;
  return {static_cast<float>(point.x + corner), static_cast<float>(point.y + corner)};
}

const char* units(bool on_display) {
  return on_display ? "DISPLAY" : "PIXEL";
}

const char* word(GraphicType type) {
  switch (type) {
    case GraphicType::point:
      return "POINT";
    case GraphicType::interpolated:
      return "INTERPOLATED";
    case GraphicType::circle:
      return "CIRCLE";
    case GraphicType::ellipse:
      return "ELLIPSE";
    case GraphicType::polyline:
      break;
  }
  return "POLYLINE";
}

bool is_closed(const Graphic& graphic) {
  const bool round = graphic.type == GraphicType::circle || graphic.type == GraphicType::ellipse;
  return round || (graphic.type != GraphicType::point && graphic.points.size() > 2 &&
                   graphic.points.front() == graphic.points.back());
}

dicom::DataSetWriter graphic_item(const Graphic& graphic) {
  std::vector<float> data;
  for (const study::Point& point : graphic.points) {
    const auto pair = numbers_of(point, graphic.on_display);
    data.insert(data.end(), pair.begin(), pair.end());
  }
  dicom::DataSetWriter item;
  item.text(tag::kGraphicUnits, "CS", units(graphic.on_display))
      .number(tag::kGraphicDimensions, 2)
      .number(tag::kNumberOfGraphicPoints, static_cast<std::uint16_t>(graphic.points.size()))
      .floats(tag::kGraphicData, data)
      .text(tag::kGraphicType, "CS", word(graphic.type));
  if (is_closed(graphic)) item.text(tag::kGraphicFilled, "CS", graphic.filled ? "Y" : "N");
  return item;
}

dicom::DataSetWriter text_item(const PlacedText& text) {
  dicom::DataSetWriter item;
  item.text(tag::kUnformattedText, "ST", text.text.substr(0, 1024));
  if (text.box) {
    item.text(tag::kBoundingBoxUnits, "CS", units(text.box->on_display))
        .floats(tag::kBoundingBoxTopLeft, numbers_of(text.box->top_left, text.box->on_display))
        .floats(tag::kBoundingBoxBottomRight, numbers_of(text.box->bottom_right, text.box->on_display))
        .text(tag::kTextJustification, "CS", "LEFT");
  }
  if (text.anchor) {
    item.text(tag::kAnchorPointUnits, "CS", units(text.anchor->on_display))
        .floats(tag::kAnchorPoint, numbers_of(text.anchor->at, text.anchor->on_display))
        .text(tag::kAnchorPointVisibility, "CS", text.anchor->shown ? "Y" : "N");
  }
  return item;
}

// One item for each layer that has something on it.
void add_annotations(const Presentation& p, dicom::DataSetWriter& out) {
  constexpr std::size_t kMostPoints = 65535;        // Number of Graphic Points is US
  constexpr std::size_t kMostPointsOfValue = 8191;  // 65534 bytes: FL has 16 bits of length (PS3.5 7.1.2)
  std::vector<dicom::DataSetWriter> annotations;
  for (const Layer& layer : p.layers) {
    std::vector<dicom::DataSetWriter> graphics, texts;
    for (const Graphic& graphic : p.graphics)
      if (graphic.layer == layer.name && !graphic.points.empty() &&
          graphic.points.size() <= std::min(kMostPoints, kMostPointsOfValue))
        graphics.push_back(graphic_item(graphic));
    for (const PlacedText& text : p.texts)
      if (text.layer == layer.name && (text.box || text.anchor)) texts.push_back(text_item(text));
    if (graphics.empty() && texts.empty()) continue;
    dicom::DataSetWriter& item = annotations.emplace_back();
    item.text(tag::kGraphicLayer, "CS", layer.name);
    if (!texts.empty()) item.sequence(tag::kTextObjectSequence, texts);
    if (!graphics.empty()) item.sequence(tag::kGraphicObjectSequence, graphics);
  }
  if (!annotations.empty()) out.sequence(tag::kGraphicAnnotationSequence, annotations);
}

void add_layers(const Presentation& p, dicom::DataSetWriter& out) {
  std::vector<dicom::DataSetWriter> layers;
  for (const Layer& layer : p.layers) {
    dicom::DataSetWriter& item = layers.emplace_back();
    item.text(tag::kGraphicLayer, "CS", layer.name)
        .text(tag::kGraphicLayerOrder, "IS", std::to_string(layer.order))
        .text(tag::kGraphicLayerDescription, "LO", ascii(layer.description, 64));
    if (layer.cielab)
      item.number(tag::kGraphicLayerGrey, 0xFFFF).numbers(tag::kGraphicLayerCielab, *layer.cielab);
  }
  if (!layers.empty()) out.sequence(tag::kGraphicLayerSequence, layers);
}

// Entries of 16 bits (C.11.2.1.1 wants 8 or 16), which `scale` brings there.
dicom::DataSetWriter table_item(const dicom::LookupTable& table, const char* vr_of_first, double scale) {
  dicom::DataSetWriter item;
  const auto entries = static_cast<std::uint16_t>(table.values.size() % 65536);  // 65536 is written as 0
  const std::array<std::uint16_t, 3> descriptor{entries, static_cast<std::uint16_t>(table.first & 0xFFFF),
                                                16};
  base::Bytes words, data;
  const auto put = [](base::Bytes& to, std::uint16_t value) {
    to.push_back(static_cast<std::byte>(value & 0xFF));
    to.push_back(static_cast<std::byte>(value >> 8));
  };
  for (const std::uint16_t value : descriptor) put(words, value);
  for (const std::uint16_t value : table.values)
    put(data, static_cast<std::uint16_t>(std::min(65535L, std::lround(value * scale))));
  item.bytes(dicom::tag::kLutDescriptor, vr_of_first, words).bytes(dicom::tag::kLutData, "OW", data);
  return item;
}

// LINEAR_EXACT as LINEAR (C.11.2.1.2, C.11.2.1.3.2): the same line, for readers that know only this one.
dicom::Window linear_window(const dicom::ShownGrey& grey) {
  return grey.function == dicom::VoiFunction::linear_exact
             ? dicom::Window{grey.window.centre + 0.5, grey.window.width + 1}
             : grey.window;
}

void add_greys(const Presentation& p, dicom::DataSetWriter& out) {
  const dicom::ShownGrey& grey = p.grey;
  const char* const voi_vr = !grey.modality && (grey.intercept < 0 || grey.slope < 0) ? "SS" : "US";
  if (grey.modality) {
    dicom::DataSetWriter item = table_item(*grey.modality, grey.modality->first < 0 ? "SS" : "US", 1);
    item.text(tag::kModalityLutType, "LO", "US");
    out.sequence(dicom::tag::kModalityLutSequence, {item});
  } else if (grey.slope != 1 || grey.intercept != 0) {
    out.text(dicom::tag::kRescaleIntercept, "DS", decimal_string(grey.intercept))
        .text(dicom::tag::kRescaleSlope, "DS", decimal_string(grey.slope))
        .text(tag::kRescaleType, "LO", "US");
  }
  dicom::DataSetWriter voi;
  if (grey.voi) {
    const dicom::DataSetWriter table =
        table_item(*grey.voi, grey.voi->first < 0 ? "SS" : voi_vr, 65535.0 / ((1 << grey.voi->bits) - 1));
    voi.sequence(dicom::tag::kVoiLutSequence, {table});
  } else if (p.has_window) {
    const dicom::Window window = linear_window(grey);
    voi.text(dicom::tag::kWindowCenter, "DS", decimal_string(window.centre))
        .text(dicom::tag::kWindowWidth, "DS", decimal_string(window.width));
    if (grey.function == dicom::VoiFunction::sigmoid) voi.text(dicom::tag::kVoiLutFunction, "CS", "SIGMOID");
  }
  if (grey.voi || p.has_window) out.sequence(tag::kSoftcopyVoiLutSequence, {voi});
  out.text(dicom::tag::kPresentationLutShape, "CS", grey.inverse ? "INVERSE" : "IDENTITY");
}

dicom::DataSetWriter image_item(const SourceImage& image) {
  dicom::DataSetWriter item = reference_item(image.sop_class_uid, image.sop_instance_uid);
  if (image.frame > 0) item.text(tag::kReferencedFrameNumber, "IS", std::to_string(image.frame));
  return item;
}

void add_images(const Presentation& p, dicom::DataSetWriter& out) {
  std::map<std::string, std::vector<dicom::DataSetWriter>> series;
  for (const SourceImage& image : p.images) series[image.series_instance_uid].push_back(image_item(image));
  std::vector<dicom::DataSetWriter> items;
  for (const auto& [uid, images] : series) {
    dicom::DataSetWriter& item = items.emplace_back();
    item.text(tag::kSeriesInstanceUid, "UI", uid).sequence(tag::kReferencedImageSequence, images);
  }
  out.sequence(tag::kReferencedSeriesSequence, items);
}

void add_area(const Presentation& p, dicom::DataSetWriter& out) {
  const auto signed_pair = [](int x, int y) {
    base::Bytes bytes;
    for (const int value : {x, y})
      for (int i = 0; i < 4; ++i)
        bytes.push_back(static_cast<std::byte>((static_cast<std::uint32_t>(value) >> (8 * i)) & 0xFF));
    return bytes;
  };
  const bool square = std::abs(p.pixel_aspect - 1) < 1e-4 || !(p.pixel_aspect > 0.01 && p.pixel_aspect < 100);
  dicom::DataSetWriter item;
  item.bytes(tag::kDisplayedAreaTopLeft, "SL", signed_pair(p.area.left, p.area.top))
      .bytes(tag::kDisplayedAreaBottomRight, "SL", signed_pair(p.area.right, p.area.bottom))
      .text(tag::kPresentationSizeMode, "CS", "SCALE TO FIT")
      .text(tag::kPresentationPixelAspectRatio, "IS",
            square ? "1\\1" : std::to_string(std::lround(p.pixel_aspect * 10000)) + "\\10000");
  out.sequence(tag::kDisplayedAreaSequence, {item});
}

}  // namespace

void add_presentation(const Presentation& p, dicom::DataSetWriter& out) {
  out.text(tag::kContentLabel, "CS", p.label)
      .text(tag::kContentDescription, "LO", ascii(p.description, 64))
      .text(tag::kContentCreatorName, "PN", "");
  add_images(p, out);
  add_area(p, out);
  add_annotations(p, out);
  add_layers(p, out);
  if (p.turned_degrees != 0 || p.flipped)
    out.number(tag::kImageRotation, static_cast<std::uint16_t>(p.turned_degrees))
        .text(tag::kImageHorizontalFlip, "CS", p.flipped ? "Y" : "N");
  add_greys(p, out);
}

base::Result<std::vector<Object>> write_presentation_state(const Context& context) {
  const Input& input = context.input;
  if (input.display == nullptr || (input.grey == nullptr && !input.source.needs_picture))
    return std::vector<Object>{};
  const Header header{"gsps", kPresentationStateStorage, "PR", "Roentgen presentation states", 9005};
  dicom::DataSetWriter out = begin_object(context, header);
  out.text(tag::kPresentationCreationDate, "DA", input.source.content_date)
      .text(tag::kPresentationCreationTime, "TM", input.source.content_time)
      .text(tag::kLaterality, "CS", side_of(input.source));
  // General Image attributes, which a presentation state has not.
  for (const Tag tag : {tag::kContentDate, tag::kContentTime}) out.remove(tag);
  add_presentation(present(input), out);
  std::vector<Object> objects;
  objects.push_back(finish_object(context, header, out));
  return objects;
}

}  // namespace roentgen::objects
