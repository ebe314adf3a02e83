#include "objects/presentation_read.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "dicom/nested.h"
#include "dicom/part10.h"
#include "objects/frame_groups.h"
#include "objects/gsps.h"
#include "objects/tags.h"

namespace roentgen::objects {
namespace {

using dicom::DataSet;
using study::Point;
using Words = std::vector<std::string>;

constexpr std::size_t kMostItems = 10'000;  // of one sequence

std::unexpected<base::Error> unusable(std::string sentence) {
  return base::fail(base::ErrorCode::unusable_input, std::move(sentence));
}

// A sentence stands once, however often it is true.
void tell(Words& remarks, const char* sentence) {
  if (std::ranges::find(remarks, sentence) == remarks.end()) remarks.emplace_back(sentence);
}

// All values of an FL attribute; decimals() stops at 4,096 bytes.
std::vector<float> floats(const DataSet& set, Tag tag, std::size_t most) {
  std::vector<float> values;
  const dicom::Element* element = dicom::find(set, tag);
  if (element == nullptr) return values;
  values.resize(std::min(element->value.size() / 4, most));
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = std::bit_cast<float>(dicom::load32(element->value.data() + 4 * i, set.big_endian));
  return values;
}

std::optional<Point> point_of(const DataSet& set, Tag tag, bool on_display) {
  const auto values = floats(set, tag, 2);
  if (values.size() != 2 || !std::isfinite(values[0]) || !std::isfinite(values[1])) return std::nullopt;
  const double corner = on_display ? 0 : kCorner;
  return Point{static_cast<double>(values[0]) - corner, static_cast<double>(values[1]) - corner};
}

bool is_display(const DataSet& set, Tag tag) {
  return dicom::upper_text(set, tag) == "DISPLAY";
}

std::optional<GraphicType> type_of(const std::string& word) {
  if (word == "POINT") return GraphicType::point;
  if (word == "POLYLINE") return GraphicType::polyline;
  if (word == "INTERPOLATED") return GraphicType::interpolated;
  if (word == "CIRCLE") return GraphicType::circle;
  if (word == "ELLIPSE") return GraphicType::ellipse;
  return std::nullopt;
}

class AnnotationReader {
 public:
  AnnotationReader(Presentation& presentation, Words& remarks) : p_(presentation), remarks_(remarks) {}

  base::Result<void> read(const DataSet& item) {
    const std::string layer = dicom::text(item, tag::kGraphicLayer);
    for (const DataSet& graphic : dicom::nested_items(item, tag::kGraphicObjectSequence, kMostGraphics + 1))
      if (auto done = read_graphic(graphic, layer); !done) return done;
    for (const DataSet& text : dicom::nested_items(item, tag::kTextObjectSequence, kMostGraphics + 1))
      if (auto done = read_text(text, layer); !done) return done;
    if (dicom::find(item, tag::kCompoundGraphicSequence) != nullptr)
      tell(remarks_, "compound graphics are not read");
    return {};
  }

 private:
  base::Result<void> count() {
    if (p_.graphics.size() + p_.texts.size() >= kMostGraphics)
      return unusable("the presentation state has more than " + std::to_string(kMostGraphics) +
                      " graphics and texts");
    return {};
  }

  base::Result<void> read_graphic(const DataSet& item, const std::string& layer) {
    if (auto counted = count(); !counted) return counted;
    Graphic graphic;
    graphic.layer = layer;
    graphic.on_display = is_display(item, tag::kGraphicUnits);
    graphic.filled = dicom::upper_text(item, tag::kGraphicFilled) == "Y";
    const auto type = type_of(dicom::upper_text(item, tag::kGraphicType));
    const auto numbers = floats(item, tag::kGraphicData, 2 * (kMostGraphicPoints - points_ + 1));
    if (!type || numbers.size() < 2) {
      tell(remarks_, "a graphic without type or points was left out");
      return {};
    }
    graphic.type = *type;
    points_ += numbers.size() / 2;
    if (points_ > kMostGraphicPoints)
      return unusable("the graphics have more than " + std::to_string(kMostGraphicPoints) + " points");
    const double corner = graphic.on_display ? 0 : kCorner;
    for (std::size_t i = 0; i + 1 < numbers.size(); i += 2) {
      if (!std::isfinite(numbers[i]) || !std::isfinite(numbers[i + 1])) {
        tell(remarks_, "a graphic with points that are no numbers was left out");
        return {};
      }
      graphic.points.push_back(
          {static_cast<double>(numbers[i]) - corner, static_cast<double>(numbers[i + 1]) - corner});
    }
    p_.graphics.push_back(std::move(graphic));
    return {};
  }

  base::Result<void> read_text(const DataSet& item, const std::string& layer) {
    if (auto counted = count(); !counted) return counted;
    PlacedText text;
    text.layer = layer;
    text.text = lines_of(item);
    const bool box_on_display = is_display(item, tag::kBoundingBoxUnits);
    const auto top_left = point_of(item, tag::kBoundingBoxTopLeft, box_on_display);
    const auto bottom_right = point_of(item, tag::kBoundingBoxBottomRight, box_on_display);
    if (top_left && bottom_right) text.box = TextBox{*top_left, *bottom_right, box_on_display};
    const bool anchor_on_display = is_display(item, tag::kAnchorPointUnits);
    if (const auto at = point_of(item, tag::kAnchorPoint, anchor_on_display))
      text.anchor =
          TextAnchor{*at, anchor_on_display, dicom::upper_text(item, tag::kAnchorPointVisibility) == "Y"};
    if (text.box || text.anchor)
      p_.texts.push_back(std::move(text));
    else
      tell(remarks_, "a text without a place was left out");
    return {};
  }

  // Line by line: text() makes control characters visible.
  static std::string lines_of(const DataSet& item) {
    const dicom::Element* element = dicom::find(item, tag::kUnformattedText);
    if (element == nullptr) return {};
    std::string all;
    std::string_view rest(reinterpret_cast<const char*>(element->value.data()),
                          std::min<std::size_t>(element->value.size(), 4096));
    while (true) {
      const std::size_t end = rest.find_first_of("\r\n");
      DataSet line{{{tag::kUnformattedText, {'S', 'T'}, std::as_bytes(std::span(rest.substr(0, end))), {}}},
                   false};
      std::string words;
      for (const std::string& part : dicom::texts(line, tag::kUnformattedText))
        words += (words.empty() ? "" : "\\") + part;
      all += words;
      if (end == std::string_view::npos) return all;
      all += "\r\n";
      rest.remove_prefix(end + (rest.substr(end, 2) == "\r\n" ? 2 : 1));
    }
  }

  Presentation& p_;
  Words& remarks_;
  std::size_t points_ = 0;
};

void read_images(const DataSet& data, Presentation& p) {
  for (const DataSet& series : dicom::nested_items(data, tag::kReferencedSeriesSequence, kMostItems)) {
    const std::string uid = dicom::text(series, tag::kSeriesInstanceUid);
    for (const DataSet& item : dicom::nested_items(series, tag::kReferencedImageSequence, kMostItems)) {
      SourceImage image;
      image.sop_class_uid = dicom::text(item, tag::kReferencedSopClassUid);
      image.sop_instance_uid = dicom::text(item, tag::kReferencedSopInstanceUid);
      image.series_instance_uid = uid;
      const auto frame = dicom::decimals(item, tag::kReferencedFrameNumber);
      if (!frame.empty() && frame[0] >= 1 && frame[0] < 2e9) image.frame = static_cast<int>(frame[0]);
      p.images.push_back(std::move(image));
    }
  }
}

// SL, which integer() reads as unsigned.
std::optional<std::array<int, 2>> corner_of(const DataSet& set, Tag tag) {
  const dicom::Element* element = dicom::find(set, tag);
  if (element == nullptr || element->value.size() < 8) return std::nullopt;
  std::array<int, 2> values{};
  for (std::size_t i = 0; i < 2; ++i)
    values[i] = static_cast<int>(dicom::load32(element->value.data() + 4 * i, set.big_endian));
  return values;
}

void read_area(const DataSet& data, Presentation& p, Words& remarks) {
  const auto areas = dicom::nested_items(data, tag::kDisplayedAreaSequence, kMostItems);
  if (areas.size() > 1) tell(remarks, "only the first of several displayed areas is read");
  if (areas.empty()) return;
  const auto first = corner_of(areas[0], tag::kDisplayedAreaTopLeft);
  const auto last = corner_of(areas[0], tag::kDisplayedAreaBottomRight);
  if (first && last) p.area = {(*first)[0], (*first)[1], (*last)[0], (*last)[1]};
  const auto aspect = dicom::decimals(areas[0], tag::kPresentationPixelAspectRatio);
  if (aspect.size() == 2 && aspect[0] > 0 && aspect[1] > 0) p.pixel_aspect = aspect[0] / aspect[1];
}

void read_layers(const DataSet& data, Presentation& p) {
  for (const DataSet& item : dicom::nested_items(data, tag::kGraphicLayerSequence, kMostItems)) {
    Layer layer;
    layer.name = dicom::text(item, tag::kGraphicLayer);
    const auto order = dicom::decimals(item, tag::kGraphicLayerOrder);
    if (!order.empty() && std::abs(order[0]) < 2e9) layer.order = static_cast<int>(order[0]);
    layer.description = dicom::text(item, tag::kGraphicLayerDescription);
    if (const auto lab = dicom::shorts(item, tag::kGraphicLayerCielab); lab.size() == 3)
      layer.cielab = {lab[0], lab[1], lab[2]};
    p.layers.push_back(std::move(layer));
  }
}

void read_greys(const DataSet& data, Presentation& p, Words& remarks) {
  dicom::ShownGrey& grey = p.grey;
  const auto slope = dicom::decimals(data, dicom::tag::kRescaleSlope);
  const auto intercept = dicom::decimals(data, dicom::tag::kRescaleIntercept);
  if (!slope.empty() && slope[0] != 0) grey.slope = slope[0];
  if (!intercept.empty()) grey.intercept = intercept[0];
  if (const auto table = dicom::first_item(data, dicom::tag::kModalityLutSequence); !table.elements.empty())
    grey.modality = dicom::read_lookup_table(table, false, remarks);
  const auto voi = dicom::nested_items(data, tag::kSoftcopyVoiLutSequence, kMostItems);
  if (voi.size() > 1) tell(remarks, "only the first of several windows is read");
  if (!voi.empty()) {
    if (const auto table = dicom::first_item(voi[0], dicom::tag::kVoiLutSequence); !table.elements.empty())
      grey.voi = dicom::read_lookup_table(table, grey.intercept < 0, remarks);
    const auto centre = dicom::decimals(voi[0], dicom::tag::kWindowCenter);
    const auto width = dicom::decimals(voi[0], dicom::tag::kWindowWidth);
    const std::string function = dicom::upper_text(voi[0], dicom::tag::kVoiLutFunction);
    if (function == "SIGMOID") grey.function = dicom::VoiFunction::sigmoid;
    if (function == "LINEAR_EXACT") grey.function = dicom::VoiFunction::linear_exact;
    p.has_window = !centre.empty() && !width.empty() && width[0] > 0;
    if (p.has_window) grey.window = {centre[0], width[0]};
  }
  grey.inverse = dicom::upper_text(data, dicom::tag::kPresentationLutShape) == "INVERSE";
  if (dicom::find(data, dicom::tag::kPresentationLutSequence) != nullptr)
    tell(remarks, "the Presentation LUT Sequence is not read");
}

// A circle or an ellipse as a polygon.
std::vector<Point> outline_of(const Graphic& graphic) {
  constexpr int kCorners = 72;
  constexpr double kTurn = 6.283185307179586;
  std::vector<Point> points;
  Point centre, x, y;
  if (graphic.type == GraphicType::circle) {
    if (graphic.points.size() != 2) return points;
    centre = graphic.points[0];
    const double radius = std::hypot(graphic.points[1].x - centre.x, graphic.points[1].y - centre.y);
    x = {radius, 0};
    y = {0, radius};
  } else {
    if (graphic.points.size() != 4) return points;
    const auto& e = graphic.points;
    centre = {(e[0].x + e[1].x) / 2, (e[0].y + e[1].y) / 2};
    x = {(e[1].x - e[0].x) / 2, (e[1].y - e[0].y) / 2};
    y = {(e[3].x - e[2].x) / 2, (e[3].y - e[2].y) / 2};
  }
  for (int i = 0; i < kCorners; ++i) {
    const double angle = kTurn * i / kCorners;
    points.push_back({centre.x + x.x * std::cos(angle) + y.x * std::sin(angle),
                      centre.y + x.y * std::cos(angle) + y.y * std::sin(angle)});
  }
  return points;
}

bool is_box(const std::vector<Point>& p) {
  return p.size() == 4 && p[0].y == p[1].y && p[1].x == p[2].x && p[2].y == p[3].y && p[3].x == p[0].x;
}

}  // namespace

base::Result<ReadPresentation> read_presentation(dicom::ByteView file) {
  auto read = dicom::read_part10(file);
  if (!read) return std::unexpected(read.error());
  const DataSet& data = read->data;
  if (dicom::text(data, dicom::tag::kSopClassUid) != kPresentationStateStorage)
    return unusable("this is no Grayscale Softcopy Presentation State");
  ReadPresentation result;
  result.remarks = read->remarks;
  result.study_instance_uid = dicom::text(data, dicom::tag::kStudyInstanceUid);
  result.sop_instance_uid = dicom::text(data, dicom::tag::kSopInstanceUid);
  Presentation& p = result.presentation;
  p.label = dicom::text(data, tag::kContentLabel);
  p.description = dicom::text(data, tag::kContentDescription);
  read_images(data, p);
  read_area(data, p, result.remarks);
  const auto rotation = dicom::integer(data, tag::kImageRotation).value_or(0);
  p.turned_degrees = rotation % 90 == 0 ? static_cast<int>(rotation % 360) : 0;
  p.flipped = dicom::upper_text(data, tag::kImageHorizontalFlip) == "Y";
  read_layers(data, p);
  read_greys(data, p, result.remarks);
  AnnotationReader annotations(p, result.remarks);
  for (const DataSet& item : dicom::nested_items(data, tag::kGraphicAnnotationSequence, kMostItems))
    if (auto done = annotations.read(item); !done) return std::unexpected(done.error());
  if (!read->damage.empty()) result.remarks.push_back(read->damage);
  return result;
}

std::vector<study::Region> regions_of(const Presentation& presentation, const std::string& layer) {
  std::vector<study::Region> regions;
  for (const Graphic& graphic : presentation.graphics) {
    if (graphic.on_display || (!layer.empty() && graphic.layer != layer)) continue;
    std::vector<Point> points;
    if (graphic.type == GraphicType::circle || graphic.type == GraphicType::ellipse) {
      points = outline_of(graphic);
    } else if (graphic.type != GraphicType::point && graphic.points.size() > 3 &&
               graphic.points.front() == graphic.points.back()) {
      points.assign(graphic.points.begin(), graphic.points.end() - 1);
    }
    if (points.size() < 3) continue;
    if (is_box(points))
      regions.push_back({study::Shape::box, {points[0], points[2]}, 1});
    else
      regions.push_back({study::Shape::polygon, std::move(points), 1});
  }
  return regions;
}

}  // namespace roentgen::objects
