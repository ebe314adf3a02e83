#include "image/draw.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <string>

#include "image/grey.h"
#include "image/resample.h"

namespace roentgen::image {
namespace {

constexpr int kFractionBits = 4;   // OpenCV draws at sixteenths of a pixel
constexpr double kFarthest = 1e6;  // coordinates are clamped here; OpenCV clips lines to the picture itself
constexpr int kFont = cv::FONT_HERSHEY_SIMPLEX;
constexpr double kCapitalHeight = 21;  // of that font at scale 1, in pixels

// The picture as OpenCV's matrix, sharing its samples. Our colours are red first, and so are the scalars
// below.
cv::Mat canvas(Picture& picture) {
  assert(picture.samples.size() ==
         3 * static_cast<std::size_t>(picture.rows) * static_cast<std::size_t>(picture.columns));
  return {picture.rows, picture.columns, CV_8UC3, picture.samples.data()};
}

cv::Scalar scalar(Colour colour) {
  return {double(colour[0]), double(colour[1]), double(colour[2])};
}

cv::Point fixed(Point point) {
  const auto sixteenths = [](double value) {
    const double inside = value > -kFarthest ? std::min(value, kFarthest) : -kFarthest;
    return static_cast<int>(std::lround(inside * (1 << kFractionBits)));
  };
  return {sixteenths(point.x), sixteenths(point.y)};
}

std::pair<int, int> fitting(int rows, int columns, int longest_side) {
  const int longest = std::max(rows, columns);
  if (longest <= longest_side) return {rows, columns};
  const auto side = [&](int from) {
    return std::max(1, static_cast<int>(std::lround(static_cast<double>(from) * longest_side / longest)));
  };
  return {side(rows), side(columns)};
}

std::string ascii(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) == 0x80) continue;  // the rest of a character already replaced
    plain += byte >= 32 && byte < 127 ? c : '?';
  }
  return plain;
}

struct TextLook {
  double scale;
  int stroke, rim;
};

TextLook look(int height) {
  const double scale = std::max(height, 1) / kCapitalHeight;
  const int stroke = std::max(1, static_cast<int>(std::lround(scale * 1.5)));
  return {scale, stroke, stroke + 2};
}

}  // namespace

Picture to_picture(const Image& image) {
  Picture picture{image.rows, image.columns, std::vector<std::uint8_t>(3 * image.samples.size())};
  for (std::size_t i = 0; i < image.samples.size(); ++i)
    picture.samples[3 * i] = picture.samples[3 * i + 1] = picture.samples[3 * i + 2] =
        narrow(image.samples[i]);
  return picture;
}

Image shrunk(const Image& image, int longest_side) {
  const auto [rows, columns] = fitting(image.rows, image.columns, longest_side);
  return resample_image(image, rows, columns);
}

Picture shrunk(const Picture& picture, int longest_side) {
  const auto [rows, columns] = fitting(picture.rows, picture.columns, longest_side);
  if (rows == picture.rows && columns == picture.columns) return picture;
  Picture result{
      rows, columns,
      std::vector<std::uint8_t>(3 * static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns))};
  Image channel{picture.rows, picture.columns, std::vector<std::uint16_t>(picture.samples.size() / 3)};
  for (std::size_t c = 0; c < 3; ++c) {
    for (std::size_t i = 0; i < channel.samples.size(); ++i)
      channel.samples[i] = widen(picture.samples[3 * i + c]);
    const Image small = resample_image(channel, rows, columns);
    for (std::size_t i = 0; i < small.samples.size(); ++i)
      result.samples[3 * i + c] = narrow(small.samples[i]);
  }
  return result;
}

int line_thickness(const Picture& picture) {
  const int longest = std::max(picture.rows, picture.columns);
  return longest < 600 ? 1 : longest < 1200 ? 2 : 3;
}

void draw_polygon(Picture& picture, const Polygon& polygon, Colour colour, int thickness) {
  if (polygon.empty()) return;
  std::vector<cv::Point> points;
  for (const Point& point : polygon) points.push_back(fixed(point));
  cv::polylines(canvas(picture), points, true, scalar(colour), std::max(thickness, 1), cv::LINE_AA,
                kFractionBits);
}

void draw_outline(Picture& picture, const Mask& mask, std::uint8_t value, Colour colour, int thickness) {
  const double scale_x = static_cast<double>(picture.columns) / mask.columns;
  const double scale_y = static_cast<double>(picture.rows) / mask.rows;
  for (Polygon& polygon : outlines(mask, value)) {
    for (Point& point : polygon) point = {(point.x + 0.5) * scale_x - 0.5, (point.y + 0.5) * scale_y - 0.5};
    draw_polygon(picture, polygon, colour, thickness);
  }
}

void draw_line(Picture& picture, Point from, Point to, Colour colour, int thickness, double tick) {
  const auto stroke = [&](Point a, Point b) {
    cv::line(canvas(picture), fixed(a), fixed(b), scalar(colour), std::max(thickness, 1), cv::LINE_AA,
             kFractionBits);
  };
  stroke(from, to);
  const double length = std::hypot(to.x - from.x, to.y - from.y);
  if (!(tick > 0) || !(length > 0)) return;
  const double across_x = -(to.y - from.y) / length * tick / 2,
               across_y = (to.x - from.x) / length * tick / 2;
  for (const Point& end : {from, to})
    stroke({end.x - across_x, end.y - across_y}, {end.x + across_x, end.y + across_y});
}

Box label_box(std::string_view text, int height) {
  const TextLook style = look(height);
  int below = 0;
  const cv::Size size = cv::getTextSize(ascii(text), kFont, style.scale, style.rim, &below);
  return {0, 0, size.width + style.rim, size.height + below + style.rim};
}

std::vector<std::string> label_lines(std::string_view text, int height, int columns) {
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string word(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    std::string& last = lines.back();
    const std::string longer = last.empty() ? word : last + " " + word;
    if (last.empty() || label_box(longer, height).columns <= columns)
      last = longer;
    else
      lines.push_back(word);
  }
  return lines;
}

void draw_label(Picture& picture, Point at, std::string_view text, Colour colour, int height) {
  const std::string plain = ascii(text);
  if (plain.empty()) return;
  const TextLook style = look(height);
  int below = 0;
  const cv::Size size = cv::getTextSize(plain, kFont, style.scale, style.rim, &below);
  const Box box = label_box(text, height);
  const auto pushed = [](double wish, int taken, int side) {
    const double most = std::max(side - taken, 0);
    return static_cast<int>(std::lround(wish > 0 ? std::min(wish, most) : 0.0));
  };
  const cv::Point foot(pushed(at.x, box.columns, picture.columns) + style.rim / 2,
                       pushed(at.y, box.rows, picture.rows) + style.rim / 2 + size.height);
  const cv::Mat surface = canvas(picture);
  cv::putText(surface, plain, foot, kFont, style.scale, cv::Scalar(0, 0, 0), style.rim, cv::LINE_AA);
  cv::putText(surface, plain, foot, kFont, style.scale, scalar(colour), style.stroke, cv::LINE_AA);
}

}  // namespace roentgen::image
