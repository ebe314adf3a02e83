#include "results/overlay.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "image/draw.h"
#include "image/resample.h"

namespace roentgen::results {
namespace {

using image::Colour;

// Light enough for a dark film, told apart by people with any of the common colour blindnesses (Okabe and
// Ito, 2008).
struct StructureColour {
  std::string_view structure;
  Colour colour;
};
constexpr std::array kColours = std::to_array<StructureColour>({
    {"right_lung", {86, 180, 233}},
    {"left_lung", {86, 180, 233}},
    {"heart", {230, 159, 0}},
});
constexpr Colour kOther{204, 121, 167};
constexpr Colour kBox{230, 159, 0};
constexpr const char* kAngle = "cobb_max";
constexpr Colour kThoraxLine{240, 240, 240};
constexpr Colour kText{225, 225, 225};
constexpr double kHeatOpacity = 0.45;
constexpr float kLeastShown = 0.5F;

Colour colour_of(const std::string& structure) {
  const auto found = std::ranges::find(kColours, structure, &StructureColour::structure);
  return found != kColours.end() ? found->colour : kOther;
}

// From pixels of the whole picture to those of the shrunken one.
struct Scale {
  double x, y;
  image::Point operator()(const study::Point& p) const {
    return {(p.x + 0.5) * x - 0.5, (p.y + 0.5) * y - 0.5};
  }
};

void lay_heat(image::Picture& picture, std::span<const Heat> heats) {
  image::Plane together{picture.rows, picture.columns, {}};
  for (const Heat& heat : heats) {
    const image::Plane plane = image::resample(*heat.plane, picture.rows, picture.columns);
    if (together.samples.empty()) together.samples = plane.samples;
    for (std::size_t i = 0; i < plane.samples.size(); ++i)
      together.samples[i] = std::max(together.samples[i], plane.samples[i]);
  }
  // Below this share of the strongest evidence nothing is shown: a tint over half the film points nowhere.
  for (float& value : together.samples) value = std::max(0.0F, (value - kLeastShown) / (1 - kLeastShown));
  if (!together.samples.empty()) image::blend_heat(picture, together, kHeatOpacity);
}

void draw_outlines(image::Picture& picture, const study::Reading& reading, const Scale& scale) {
  for (const study::Outline& outline : reading.outlines) {
    for (const auto& polygon : outline.polygons) {
      image::Polygon drawn;
      std::ranges::transform(polygon, std::back_inserter(drawn), scale);
      image::draw_polygon(picture, drawn, colour_of(outline.structure), image::line_thickness(picture));
    }
  }
}

void draw_ratio_lines(image::Picture& picture, const study::Reading& reading, const Scale& scale) {
  const study::Measurement* ratio = study::find_measurement(reading, "cardiothoracic_ratio");
  if (ratio == nullptr || ratio->segments.size() != 2) return;
  const int thickness = image::line_thickness(picture);
  const double tick = 0.02 * picture.rows;
  image::draw_line(picture, scale(ratio->segments[0][0]), scale(ratio->segments[0][1]), colour_of("heart"),
                   thickness, tick);
  image::draw_line(picture, scale(ratio->segments[1][0]), scale(ratio->segments[1][1]), kThoraxLine,
                   thickness, tick);
}

// A finding that comes with boxes instead of a heat map.
bool is_boxed(const study::Finding& finding) {
  return finding.present && !finding.heat_map && !finding.regions.empty();
}

void draw_boxes(image::Picture& picture, const study::Reading& reading, const Scale& scale) {
  for (const study::Finding& finding : reading.findings) {
    if (!is_boxed(finding)) continue;
    for (const study::Region& region : finding.regions) {
      if (region.shape != study::Shape::box || region.points.size() != 2) continue;
      const image::Point a = scale(region.points[0]), b = scale(region.points[1]);
      image::draw_polygon(picture, {a, {b.x, a.y}, b, {a.x, b.y}}, kBox, image::line_thickness(picture));
    }
  }
}

void draw_angle_lines(image::Picture& picture, const study::Reading& reading, const Scale& scale) {
  const study::Measurement* angle = study::find_measurement(reading, kAngle);
  if (angle == nullptr) return;
  for (const study::Segment& line : angle->segments)
    image::draw_line(picture, scale(line[0]), scale(line[1]), kBox, image::line_thickness(picture), 0);
}

struct LegendLine {
  std::string text;
  Colour colour;
};

std::vector<LegendLine> legend_of(const study::Reading& reading, std::span<const Heat> heats) {
  std::vector<LegendLine> lines;
  if (!heats.empty()) {
    std::string text = "heat: ";
    for (const Heat& heat : heats) {
      text += (&heat == &heats.front() ? "" : ", ") + heat.title;
      if (heat.hit_rate)
        text += " (right place in " + base::fixed(*heat.hit_rate * 100, 0) + " of 100 films)";
    }
    lines.push_back({text, image::heat_colour(0.75)});
  }
  for (const study::Finding& finding : reading.findings)
    if (is_boxed(finding)) lines.push_back({finding.title + " " + base::fixed(finding.probability, 2), kBox});
  // A finding that points nowhere is no less found: without these words its picture would look clean.
  for (const study::Finding& finding : reading.findings)
    if (finding.present && !is_boxed(finding) &&
        std::ranges::find(heats, finding.title, &Heat::title) == heats.end())
      lines.push_back(
          {finding.title + " " + base::fixed(finding.probability, 2) + ", no place shown", kText});
  if (const study::Measurement* angle = study::find_measurement(reading, kAngle)) {
    lines.push_back({"vertebrae", kOther});
    lines.push_back({"largest Cobb angle " + base::fixed(angle->value, 0) + " degrees", kBox});
    lines.push_back({study::kNotice, kText});
    return lines;
  }
  if (!reading.outlines.empty()) lines.push_back({"lung outlines", colour_of("right_lung")});
  if (const study::Measurement* ratio = study::find_measurement(reading, "cardiothoracic_ratio")) {
    lines.push_back({"heart, cardiothoracic ratio " + base::fixed(ratio->value, 2), colour_of("heart")});
  } else if (!reading.outlines.empty()) {
    lines.push_back({"heart outline", colour_of("heart")});
  }
  lines.push_back({study::kNotice, kText});
  return lines;
}

// Below the picture, on black, so that it hides nothing.
void append_legend(image::Picture& picture, const std::vector<LegendLine>& legend) {
  const int letter = std::clamp(picture.columns / 64, 7, 16);
  const int gap = letter / 2;
  std::vector<LegendLine> lines;
  for (const LegendLine& line : legend)
    for (std::string& part : image::label_lines(line.text, letter, picture.columns - gap))
      lines.push_back({std::move(part), line.colour});
  const int top = picture.rows;
  int pen_x = gap;
  int pen_y = top + gap;
  struct Placed {
    const LegendLine* line;
    image::Point at;
  };
  std::vector<Placed> placed;
  int line_rows = 0;
  for (const LegendLine& line : lines) {
    const image::Box box = image::label_box(line.text, letter);
    if (pen_x > gap && pen_x + box.columns > picture.columns) {
      pen_x = gap;
      pen_y += box.rows + gap / 2;
    }
    placed.push_back({&line, {static_cast<double>(pen_x), static_cast<double>(pen_y)}});
    pen_x += box.columns + 2 * letter;
    line_rows = box.rows;
  }
  picture.rows = pen_y + line_rows + gap;
  picture.samples.resize(
      static_cast<std::size_t>(picture.rows) * static_cast<std::size_t>(picture.columns) * 3, 0);
  for (const Placed& p : placed) image::draw_label(picture, p.at, p.line->text, p.line->colour, letter);
}

}  // namespace

image::Picture overlay(const image::Image& film, const study::Reading& reading, std::span<const Heat> heats,
                       const OverlayOptions& options) {
  const auto shown = heats.first(std::min(heats.size(), options.most_heats));
  image::Picture picture = image::to_picture(image::shrunk(film, options.longest_side));
  const Scale scale{static_cast<double>(picture.columns) / reading.source.columns,
                    static_cast<double>(picture.rows) / reading.source.rows};
  lay_heat(picture, shown);
  draw_outlines(picture, reading, scale);
  draw_ratio_lines(picture, reading, scale);
  draw_boxes(picture, reading, scale);
  draw_angle_lines(picture, reading, scale);
  append_legend(picture, legend_of(reading, shown));
  return picture;
}

}  // namespace roentgen::results
