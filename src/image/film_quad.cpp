#include "image/film_quad.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "image/resample.h"

namespace roentgen::image {
namespace {

constexpr int kSide = 512;
constexpr double kLeastArea = 0.2, kMostArea = 0.98;  // of the picture
constexpr double kLeastFill = 0.9, kMostFill = 1.06;  // area of the shape / area of its four-sided outline
constexpr double kSharpest = 50, kBluntest = 130;     // degrees
constexpr double kLineEnds = 0.1;                     // of a side: corners are round
constexpr int kLongest = 20'000;                      // pixels of a side of the result

using Corner = cv::Point2d;
using Corners = std::array<Corner, 4>;

double angle_at(const Corner& before, const Corner& here, const Corner& behind) {
  const Corner a = before - here, b = behind - here;
  return std::acos(std::clamp(a.dot(b) / (cv::norm(a) * cv::norm(b)), -1.0, 1.0)) * 180 / CV_PI;
}

// The sides of the hull that are not part of a corner, four times merged: the polygon of four corners that
// approximates it best among growing tolerances.
std::optional<Corners> four_corners(const std::vector<cv::Point>& hull) {
  const double length = cv::arcLength(hull, true);
  for (double tolerance = 0.01; tolerance <= 0.08; tolerance += 0.005) {
    std::vector<cv::Point> polygon;
    cv::approxPolyDP(hull, polygon, tolerance * length, true);
    if (polygon.size() < 4) return std::nullopt;
    if (polygon.size() == 4) {
      Corners corners;
      for (std::size_t i = 0; i < 4; ++i) corners[i] = polygon[i];
      return corners;
    }
  }
  return std::nullopt;
}

struct Line {
  Corner at, direction;
};

std::optional<Corner> meeting(const Line& a, const Line& b) {
  const double cross = a.direction.cross(b.direction);
  if (std::abs(cross) < 0.1) return std::nullopt;
  return a.at + a.direction * ((b.at - a.at).cross(b.direction) / cross);
}

// A line through the contour's points along the side from `from` to `to`, without its ends.
std::optional<Line> side_line(const std::vector<cv::Point>& contour, const Corner& from, const Corner& to) {
  const Corner along = to - from;
  const double length = cv::norm(along);
  std::vector<cv::Point2f> near;
  for (const cv::Point& point : contour) {
    const Corner offset = Corner(point) - from;
    const double place = offset.dot(along) / (length * length), away = std::abs(offset.cross(along)) / length;
    if (place > kLineEnds && place < 1 - kLineEnds && away < 0.03 * kSide)
      near.emplace_back(static_cast<float>(point.x), static_cast<float>(point.y));
  }
  if (near.size() < 8) return std::nullopt;
  cv::Vec4f line;
  cv::fitLine(near, line, cv::DIST_HUBER, 0, 0.01, 0.01);
  return Line{{static_cast<double>(line[2]), static_cast<double>(line[3])},
              {static_cast<double>(line[0]), static_cast<double>(line[1])}};
}

std::optional<Corners> refined(const std::vector<cv::Point>& contour, const Corners& rough) {
  std::array<Line, 4> lines;
  for (std::size_t i = 0; i < 4; ++i) {
    const auto line = side_line(contour, rough[i], rough[(i + 1) % 4]);
    if (!line) return std::nullopt;
    lines[i] = *line;
  }
  Corners corners;
  for (std::size_t i = 0; i < 4; ++i) {
    const auto corner = meeting(lines[(i + 3) % 4], lines[i]);
    if (!corner) return std::nullopt;
    corners[i] = *corner;
  }
  return corners;
}

bool is_plausible(const Corners& corners, double shape_area, double picture_area) {
  for (std::size_t i = 0; i < 4; ++i) {
    const double angle = angle_at(corners[(i + 3) % 4], corners[i], corners[(i + 1) % 4]);
    if (!(angle >= kSharpest && angle <= kBluntest)) return false;
  }
  double area = 0;
  for (std::size_t i = 0; i < 4; ++i) area += corners[i].cross(corners[(i + 1) % 4]) / 2;
  area = std::abs(area);
  return area >= kLeastArea * picture_area && area <= kMostArea * picture_area &&
         shape_area >= kLeastFill * area && shape_area <= kMostFill * area;
}

// Clockwise on the screen, beginning with the one nearest to the top left.
Corners in_order(Corners corners) {
  Corner centre(0, 0);
  for (const Corner& corner : corners) centre += corner * 0.25;
  std::ranges::sort(corners, [&](const Corner& a, const Corner& b) {
    return std::atan2(a.y - centre.y, a.x - centre.x) < std::atan2(b.y - centre.y, b.x - centre.x);
  });
  const auto first = std::ranges::min_element(
      corners, [](const Corner& a, const Corner& b) { return a.x + a.y < b.x + b.y; });
  std::ranges::rotate(corners, first);
  return corners;
}

// The largest four-sided shape of the white pixels.
std::optional<Corners> largest_quad(const cv::Mat& white, double& best_area) {
  std::vector<std::vector<cv::Point>> contours;
  cv::findContours(white, contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_NONE);
  std::optional<Corners> best;
  const double picture = static_cast<double>(white.rows) * white.cols;
  for (const auto& contour : contours) {
    std::vector<cv::Point> hull;
    cv::convexHull(contour, hull);
    const double area = cv::contourArea(hull);
    if (area <= best_area || area < kLeastArea * picture) continue;
    const auto rough = four_corners(hull);
    if (!rough) continue;
    const auto corners = refined(contour, *rough);
    if (!corners || !is_plausible(*corners, area, picture)) continue;
    best = corners;
    best_area = area;
  }
  return best;
}

}  // namespace

std::optional<Quad> find_film(const Image& photograph) {
  if (std::min(photograph.rows, photograph.columns) < 64) return std::nullopt;
  const double scale =
      std::min(1.0, static_cast<double>(kSide) / std::max(photograph.rows, photograph.columns));
  const int rows = static_cast<int>(std::lround(photograph.rows * scale));
  const int columns = static_cast<int>(std::lround(photograph.columns * scale));
  Plane plane = resample(photograph, rows, columns);
  cv::Mat grey, bright;
  cv::Mat(rows, columns, CV_32F, plane.samples.data()).convertTo(grey, CV_8U, 1.0 / 257);
  cv::GaussianBlur(grey, grey, {5, 5}, 0);
  cv::threshold(grey, bright, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
  double area = 0;
  std::optional<Corners> best;
  for (const cv::Mat& side : {bright, cv::Mat(255 - bright)}) {
    // The film's own dark parts must not break its edge.
    cv::Mat closed;
    cv::morphologyEx(side, closed, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_RECT, {9, 9}));
    if (const auto found = largest_quad(closed, area)) best = found;
  }
  if (!best) return std::nullopt;
  const Corners corners = in_order(*best);
  const double to_x = static_cast<double>(photograph.columns) / columns;
  const double to_y = static_cast<double>(photograph.rows) / rows;
  Quad quad;
  for (std::size_t i = 0; i < 4; ++i)
    quad[i] = {(corners[i].x + 0.5) * to_x - 0.5, (corners[i].y + 0.5) * to_y - 0.5};
  return quad;
}

Image seen_from_above(const Image& photograph, const Quad& film) {
  const auto length = [&](std::size_t a, std::size_t b) {
    return std::hypot(film[a].x - film[b].x, film[a].y - film[b].y);
  };
  const int columns =
      std::clamp(static_cast<int>(std::lround((length(0, 1) + length(3, 2)) / 2)), 1, kLongest);
  const int rows = std::clamp(static_cast<int>(std::lround((length(0, 3) + length(1, 2)) / 2)), 1, kLongest);
  std::array<cv::Point2f, 4> from,
      to{cv::Point2f(0, 0), cv::Point2f(static_cast<float>(columns - 1), 0),
         cv::Point2f(static_cast<float>(columns - 1), static_cast<float>(rows - 1)),
         cv::Point2f(0, static_cast<float>(rows - 1))};
  for (std::size_t i = 0; i < 4; ++i)
    from[i] = {static_cast<float>(film[i].x), static_cast<float>(film[i].y)};
  Image result{rows, columns, {}};
  result.samples.resize(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns));
  // OpenCV only reads it.
  const cv::Mat source(photograph.rows, photograph.columns, CV_16U,
                       const_cast<std::uint16_t*>(photograph.samples.data()));
  cv::Mat target(rows, columns, CV_16U, result.samples.data());
  cv::warpPerspective(source, target, cv::getPerspectiveTransform(from.data(), to.data()), target.size(),
                      cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  return result;
}

}  // namespace roentgen::image
