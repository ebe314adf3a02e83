#include "objects/draw_presentation.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "image/draw.h"
#include "image/turn.h"
#include "objects/presentation_read.h"
#include "study/turn.h"

namespace roentgen::objects {
namespace {

constexpr image::Colour kPlain{240, 240, 240};
constexpr int kPointSize = 4;
constexpr double kFar = 30'000;

// From the stored image to the picture.
struct Way {
  const Presentation& p;
  int rows, columns;        // of the stored image
  double x_scale, y_scale;  // picture pixels per turned image pixel
  int picture_rows, picture_columns;

  // Far outside is outside: other writers' numbers can be anything, and lines are drawn in whole numbers.
  static image::Point near(double x, double y) {
    return {std::clamp(x, -kFar, kFar), std::clamp(y, -kFar, kFar)};
  }

  image::Point operator()(study::Point at, bool on_display) const {
    if (on_display) return near(at.x * picture_columns, at.y * picture_rows);
    if (p.flipped) at.x = columns - 1 - at.x;
    at = study::turned(at, rows, columns, p.turned_degrees);
    return near((at.x + 0.5) * x_scale - 0.5, (at.y + 0.5) * y_scale - 0.5);
  }
};

image::Colour colour_of(const Presentation& p, const std::string& layer) {
  const auto found = std::ranges::find(p.layers, layer, &Layer::name);
  return found != p.layers.end() && found->cielab ? rgb_of(*found->cielab) : kPlain;
}

void draw_graphic(const Graphic& graphic, const Way& way, image::Picture& onto) {
  const image::Colour colour = colour_of(way.p, graphic.layer);
  const int thickness = image::line_thickness(onto);
  std::vector<study::Point> points = graphic.points;
  bool closed = points.size() > 2 && points.front() == points.back();
  if (graphic.type == GraphicType::circle || graphic.type == GraphicType::ellipse) {
    Presentation one;
    one.graphics = {graphic};
    one.graphics[0].on_display = false;
    const auto regions = regions_of(one, "");
    if (regions.empty()) return;
    points = regions[0].points;
    closed = true;
  }
  image::Polygon line;
  for (const study::Point& point : points) line.push_back(way(point, graphic.on_display));
  if (graphic.type == GraphicType::point) {
    for (const image::Point& at : line) {
      image::draw_line(onto, {at.x - kPointSize, at.y}, {at.x + kPointSize, at.y}, colour, thickness, 0);
      image::draw_line(onto, {at.x, at.y - kPointSize}, {at.x, at.y + kPointSize}, colour, thickness, 0);
    }
  } else if (closed) {
    image::draw_polygon(onto, line, colour, thickness);
  } else {
    for (std::size_t i = 1; i < line.size(); ++i)
      image::draw_line(onto, line[i - 1], line[i], colour, thickness, 0);
  }
}

void draw_text(const PlacedText& text, const Way& way, image::Picture& onto) {
  const int letter = std::clamp(onto.columns / 64, 8, 16);
  const image::Colour colour = colour_of(way.p, text.layer);
  image::Point at = text.box ? way(text.box->top_left, text.box->on_display)
                             : way(text.anchor->at, text.anchor->on_display);
  std::vector<std::string> lines;
  for (std::string_view rest = text.text; !rest.empty();) {
    const std::size_t end = std::min(rest.find("\r\n"), rest.size());
    for (std::string& line : image::label_lines(rest.substr(0, end), letter, onto.columns - letter))
      lines.push_back(std::move(line));
    rest.remove_prefix(std::min(end + 2, rest.size()));
  }
  // Beside an anchor the text stands above it.
  if (!text.box)
    for (const std::string& line : lines) at.y -= image::label_box(line, letter).rows;
  for (const std::string& line : lines) {
    image::draw_label(onto, at, line, colour, letter);
    at.y += image::label_box(line, letter).rows;
  }
}

}  // namespace

std::array<std::uint8_t, 3> rgb_of(const std::array<std::uint16_t, 3>& cielab) {
  const double lightness = cielab[0] / 65535.0 * 100;
  const double a = cielab[1] / 65535.0 * 255 - 128, b = cielab[2] / 65535.0 * 255 - 128;
  const double fy = (lightness + 16) / 116;
  const auto linear = [](double f) { return f > 6.0 / 29 ? f * f * f : (f - 16.0 / 116) / 7.787; };
  const double x = 0.96422 * linear(fy + a / 500), y = linear(fy), z = 0.82521 * linear(fy - b / 200);
  // XYZ (D50) to linear sRGB, Bradford-adapted (B. Lindbloom).
  const std::array rgb{3.1338561 * x - 1.6168667 * y - 0.4906146 * z,
                       -0.9787684 * x + 1.9161415 * y + 0.0334540 * z,
                       0.0719453 * x - 0.2289914 * y + 1.4052427 * z};
  std::array<std::uint8_t, 3> result{};
  for (std::size_t i = 0; i < 3; ++i) {
    const double c = std::clamp(rgb[i], 0.0, 1.0);
    const double curved = c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1 / 2.4) - 0.055;
    result[i] = static_cast<std::uint8_t>(std::lround(curved * 255));
  }
  return result;
}

image::Picture drawn(const image::Image& display, const Presentation& presentation, int longest_side) {
  image::Image film = image::shrunk(display, longest_side);
  if (presentation.flipped) film = image::mirrored(film);
  film = image::turned(film, presentation.turned_degrees);
  image::Picture picture = image::to_picture(film);
  const bool on_its_side = presentation.turned_degrees % 180 != 0;
  const int rows = on_its_side ? display.columns : display.rows;
  const int columns = on_its_side ? display.rows : display.columns;
  const Way way{presentation,
                display.rows,
                display.columns,
                static_cast<double>(picture.columns) / columns,
                static_cast<double>(picture.rows) / rows,
                picture.rows,
                picture.columns};
  std::vector<Layer> order = presentation.layers;
  std::ranges::stable_sort(order, {}, &Layer::order);
  // Some writers draw on layers that they do not list.
  const auto list = [&](const std::string& name) {
    if (std::ranges::find(order, name, &Layer::name) == order.end()) order.push_back({name, 0, "", {}});
  };
  for (const Graphic& graphic : presentation.graphics) list(graphic.layer);
  for (const PlacedText& text : presentation.texts) list(text.layer);
  for (const Layer& layer : order) {
    for (const Graphic& graphic : presentation.graphics)
      if (graphic.layer == layer.name) draw_graphic(graphic, way, picture);
    for (const PlacedText& text : presentation.texts)
      if (text.layer == layer.name && (text.box || text.anchor)) draw_text(text, way, picture);
  }
  return picture;
}

}  // namespace roentgen::objects
