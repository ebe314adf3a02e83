#include "objects/present_reading.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "objects/object.h"
#include "objects/seg.h"
#include "study/turn.h"

namespace roentgen::objects {
namespace {

using study::Point;

constexpr std::size_t kMostNoticeLines = 12;
constexpr std::size_t kLongestLine = 96;

// Okabe and Ito's palette (2008) as in the overlays, in CIELab as C.10.7.1.1 encodes it (PCS D50): L 0 … 100
// as 0 … 65535, a and b -128 … 127 as 0 … 65535.
using Lab = std::array<std::uint16_t, 3>;
constexpr Lab kVermilion{35976, 44539, 49401}, kSky{45400, 28579, 23766}, kOrange{46653, 38053, 52082};
constexpr Lab kWhite{62125, 32896, 32896};

// A layer's name from a label: "Pleural_Thickening" → "PLEURAL_THICKENI". CS allows no more.
std::string layer_name(const std::string& label, const std::vector<Layer>& taken) {
  std::string name;
  for (const char c : label) {
    if (name.size() == 16) break;
    if (c >= 'a' && c <= 'z')
      name += static_cast<char>(c - 'a' + 'A');
    else
      name += (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '_';
  }
  if (name.empty()) name = "FINDING";
  const std::string stem = name.substr(0, 13);
  for (int i = 2; std::ranges::find(taken, name, &Layer::name) != taken.end(); ++i)
    name = stem + "_" + std::to_string(i);
  return name;
}

void add_layer(Presentation& p, std::string name, std::string description, const Lab& colour) {
  p.layers.push_back(
      {std::move(name), static_cast<int>(p.layers.size()) + 1, std::move(description), colour});
}

std::vector<Point> closed(std::vector<Point> points) {
  if (!points.empty() && points.front() != points.back()) points.push_back(points.front());
  return points;
}

// The corners of a region, and the one that is top-left once the film is turned: where its text goes.
std::vector<Point> corners(const study::Region& region) {
  if (region.shape == study::Shape::polygon || region.points.size() != 2) return region.points;
  const Point a = region.points[0], b = region.points[1];
  return {a, {b.x, a.y}, b, {a.x, b.y}};
}

Point text_corner(const std::vector<Point>& points, const study::Source& film, int degrees) {
  const auto shown = [&](const Point& p) { return study::turned(p, film.rows, film.columns, degrees); };
  const auto first = std::ranges::min_element(points, {}, [&](const Point& p) {
    const Point at = shown(p);
    return at.x + at.y;
  });
  return first != points.end() ? *first : Point{};
}

void add_text(Presentation& p, const std::string& layer, const std::string& text, Point at) {
  p.texts.push_back({layer, ascii(text, kLongestLine), std::nullopt, TextAnchor{at, false, false}});
}

std::string words_of(const study::Finding& finding) {
  return finding.title + " " + base::fixed(finding.probability, 2);
}

void present_finding(const study::Finding& finding, const study::Reading& reading, Presentation& p) {
  const std::string layer = layer_name(finding.label, p.layers);
  add_layer(p, layer, words_of(finding), kVermilion);
  for (const study::Region& region : finding.regions) {
    const auto points = corners(region);
    if (points.size() < 3) continue;
    p.graphics.push_back({layer, GraphicType::polyline, false, false, closed(points)});
    add_text(p, layer, words_of(finding),
             text_corner(points, reading.source, reading.gate.correction.turned_degrees));
  }
}

void present_anatomy(const study::Reading& reading, Presentation& p) {
  if (reading.outlines.empty()) return;
  add_layer(p, "ANATOMY", "Outlines of lungs and heart", kSky);
  for (const study::Outline& outline : reading.outlines)
    for (const auto& polygon : outline.polygons)
      if (polygon.size() >= 3)
        p.graphics.push_back({"ANATOMY", GraphicType::polyline, false, false, closed(polygon)});
}

// Pixels are not said of a line whose millimetres are known.
bool said_in_mm(const study::Measurement& measurement, const study::Reading& reading) {
  return measurement.unit == "[px]" &&
         std::ranges::any_of(reading.measurements, [&](const study::Measurement& other) {
           return other.unit == "mm" && other.segments == measurement.segments;
         });
}

void present_measurements(const study::Reading& reading, Presentation& p) {
  const bool any = std::ranges::any_of(reading.measurements,
                                       [](const study::Measurement& m) { return !m.segments.empty(); });
  if (!any) return;
  add_layer(p, "MEASUREMENTS", "Lines that were measured", kOrange);
  for (const study::Measurement& measurement : reading.measurements) {
    for (const study::Segment& s : measurement.segments)
      p.graphics.push_back({"MEASUREMENTS", GraphicType::polyline, false, false, {s[0], s[1]}});
    if (measurement.segments.empty() || said_in_mm(measurement, reading)) continue;
    const std::string unit = measurement.unit == "1" ? "" : " " + measurement.unit;
    const study::Segment& last = measurement.segments.back();
    const Point at{(last[0].x + last[1].x) / 2, (last[0].y + last[1].y) / 2};
    const std::string text =
        measurement.title + " " + base::fixed(measurement.value, measurement.unit == "1" ? 2 : 0) + unit;
    // A ratio ends on the line of one of its parts: one text with two lines, not two upon each other.
    const auto there = std::ranges::find_if(
        p.texts, [&](const PlacedText& other) { return other.anchor && other.anchor->at == at; });
    if (there == p.texts.end())
      add_text(p, "MEASUREMENTS", text, at);
    else
      there->text += "\r\n" + ascii(text, kLongestLine);
  }
}

// Everything that is said of the film stands here once, whatever the viewer makes of the graphics.
std::vector<std::string> notice(const study::Reading& reading) {
  std::vector<std::string> lines{kMark};
  if (reading.status != study::Status::read) {
    lines.push_back(reading.status == study::Status::failed ? "Failed" : "Not read");
    for (const study::Remark& reason : reading.reasons) lines.push_back(reason.text);
    return lines;
  }
  bool any = false;
  for (const study::Finding& finding : reading.findings) {
    if (!finding.present) continue;
    any = true;
    lines.push_back(words_of(finding) + (finding.regions.empty() ? " (no place given)" : ""));
  }
  if (!any) lines.push_back("No finding reaches its threshold; this does not rule out disease.");
  if (const study::Measurement* ratio = study::find_measurement(reading, "cardiothoracic_ratio"))
    lines.push_back(ratio->title + " " + base::fixed(ratio->value, 2));
  return lines;
}

void present_notice(const study::Reading& reading, Presentation& p) {
  add_layer(p, "NOTICE", kMark, kWhite);
  const auto lines = notice_lines(reading);
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : "\r\n") + line;
  p.texts.push_back({"NOTICE", text,
                     TextBox{{0.01, 0.01}, {0.6, 0.01 + 0.03 * static_cast<double>(lines.size())}, true},
                     std::nullopt});
}

// The corner that is shown top-left is the one that the turn brings there (C.10.4).
DisplayedArea area_of(const study::Source& film, int degrees) {
  switch (degrees) {
    case 90:
      return {1, film.rows, film.columns, 1};
    case 180:
      return {film.columns, film.rows, 1, 1};
    case 270:
      return {film.columns, 1, 1, film.rows};
    default:
      return {1, 1, film.columns, film.rows};
  }
}

}  // namespace

std::vector<std::string> notice_lines(const study::Reading& reading) {
  auto lines = notice(reading);
  if (lines.size() > kMostNoticeLines) {
    const std::size_t more = lines.size() - kMostNoticeLines + 1;
    lines.resize(kMostNoticeLines - 1);
    lines.push_back("and " + std::to_string(more) + " more");
  }
  for (std::string& line : lines) line = ascii(line, kLongestLine);
  return lines;
}

Presentation present(const Input& input) {
  const study::Reading& reading = input.reading;
  Presentation p;
  p.label = "AI_RESULTS";
  p.description = kMark;
  p.images = {film_source(input.source)};
  study::Source film = reading.source;
  film.rows = input.source.rows;
  film.columns = input.source.columns;
  p.turned_degrees = reading.gate.correction.turned_degrees;
  p.area = area_of(film, p.turned_degrees);
  p.pixel_aspect = input.source.acquisition.pixel_aspect;
  if (input.grey != nullptr && !input.source.needs_picture) {
    p.grey = *input.grey;
  } else {
    p.grey.window = {32768, 65536};  // the picture's own (picture.h): display values as they are
  }
  p.has_window = !p.grey.voi;
  if (reading.gate.correction.inverted) p.grey.inverse = !p.grey.inverse;
  present_notice(reading, p);
  if (reading.status != study::Status::read) return p;
  present_anatomy(reading, p);
  present_measurements(reading, p);
  for (const study::Finding& finding : reading.findings)
    if (finding.present && !finding.regions.empty()) present_finding(finding, reading, p);
  return p;
}

}  // namespace roentgen::objects
