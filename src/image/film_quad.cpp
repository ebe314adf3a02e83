#include "image/film_quad.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "image/resample.h"
#include "image/straight_edges.h"

namespace roentgen::image {
namespace {

constexpr int kSide = 640;                   // the film is looked for on a copy this large at most
constexpr int kEdges = 24;                   // of either direction
constexpr double kLeastChange = 0.004;       // of white, per pixel, across an edge
constexpr double kLeastArea = 0.2;           // of the picture
constexpr double kSharpest = 60;             // degrees; the bluntest is as far from 90
constexpr double kLeastSeen = 0.75;          // of a side
constexpr double kMostBeyond = 0.4;          // of the same line beyond the side's ends
constexpr double kBeyond = 0.1;              // of the side: so far beyond is looked
constexpr double kRound = 8;                 // pixels next to a corner that are not judged
constexpr double kOutside = 4, kInside = 1;  // pixels: a line beside a side, so far outside it at one end and
                                             // no further inside at the other
constexpr double kOuterLength = 0.4, kOuterSeen = 0.6;  // of the side; of the line
constexpr int kLongest = 20'000;                        // pixels of a side of the result

Plane shrunk(const Image& photograph) {
  const double scale =
      std::min(1.0, static_cast<double>(kSide) / std::max(photograph.rows, photograph.columns));
  Plane plane = resample(photograph, static_cast<int>(std::lround(photograph.rows * scale)),
                         static_cast<int>(std::lround(photograph.columns * scale)));
  for (float& sample : plane.samples) sample /= 65535;
  return plane;
}

Plane transposed(const Plane& plane) {
  Plane result{plane.columns, plane.rows, std::vector<float>(plane.samples.size())};
  for (int y = 0; y < plane.rows; ++y)
    for (int x = 0; x < plane.columns; ++x) result.at(x, y) = plane.at(y, x);
  return result;
}

Point meeting(const StraightEdge& upright, const StraightEdge& level) {
  const double x = (upright.at + upright.slope * level.at) / (1 - upright.slope * level.slope);
  return {x, level.at + level.slope * x};
}

double angle_at(const Point& before, const Point& here, const Point& behind) {
  const double ax = before.x - here.x, ay = before.y - here.y, bx = behind.x - here.x, by = behind.y - here.y;
  return std::abs(std::atan2(ax * by - ay * bx, ax * bx + ay * by)) * 180 / CV_PI;
}

double area_of(const Quad& quad) {
  double area = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const Point &p = quad[i], &q = quad[(i + 1) % 4];
    area += (p.x * q.y - p.y * q.x) / 2;
  }
  return area;
}

// The edge is there from corner to corner, and ends there: one that goes on belongs to something larger, and
// what lies beyond might be the film's.
bool is_side(const StraightEdge& edge, double from, double to) {
  if (edge.share(from + kRound, to - kRound) < kLeastSeen) return false;
  const double rows = static_cast<double>(edge.seen.size()) - 1;
  const double beyond = std::max(16.0, kBeyond * (to - from));
  const auto goes_on = [&](double a, double b) {
    a = std::max(a, 0.0), b = std::min(b, rows);
    return b - a >= 6 && edge.share(a, b) > kMostBeyond;
  };
  return !goes_on(from - kRound - beyond, from - kRound) && !goes_on(to + kRound, to + kRound + beyond);
}

bool is_plausible(const Quad& quad, const Plane& plane) {
  for (std::size_t i = 0; i < 4; ++i) {
    const Point& here = quad[i];
    if (!(here.x >= -0.5 && here.y >= -0.5 && here.x <= plane.columns - 0.5 && here.y <= plane.rows - 0.5))
      return false;
    const double angle = angle_at(quad[(i + 3) % 4], here, quad[(i + 1) % 4]);
    if (!(std::abs(angle - 90) <= 90 - kSharpest)) return false;
  }
  return area_of(quad) >= kLeastArea * plane.rows * plane.columns;
}

// The largest of the areas whose four sides are all to be seen.
std::optional<Quad> largest(const std::vector<StraightEdge>& upright, const std::vector<StraightEdge>& level,
                            const Plane& plane) {
  std::optional<Quad> best;
  double best_area = 0;
  for (const StraightEdge& left : upright)
    for (const StraightEdge& right : upright)
      for (const StraightEdge& top : level)
        for (const StraightEdge& bottom : level) {
          const Quad quad{meeting(left, top), meeting(right, top), meeting(right, bottom),
                          meeting(left, bottom)};
          if (quad[0].x >= quad[1].x || quad[3].x >= quad[2].x || quad[0].y >= quad[3].y ||
              quad[1].y >= quad[2].y)
            continue;
          const double area = area_of(quad);
          if (area <= best_area || !is_plausible(quad, plane)) continue;
          if (!is_side(left, quad[0].y, quad[3].y) || !is_side(right, quad[1].y, quad[2].y) ||
              !is_side(top, quad[0].x, quad[1].x) || !is_side(bottom, quad[3].x, quad[2].x))
            continue;
          best = quad;
          best_area = area;
        }
  return best;
}

// Whether a long edge runs beside the side from (near, from) to (far, to), on its outer side: then the film
// may well be larger. `sign` is -1 where outside is to the left, 1 where it is to the right.
bool is_inner(const std::vector<StraightEdge>& edges, double near, double far, double from, double to,
              int sign, int columns) {
  return std::ranges::any_of(edges, [&](const StraightEdge& edge) {
    const double here = sign * (edge.x(from) - near), there = sign * (edge.x(to) - far);
    if (std::max(here, there) < kOutside || std::min(here, there) < -kInside) return false;
    // The part of it that lies on the picture.
    double first = from, last = to;
    while (first < last && !(edge.x(first) > 1 && edge.x(first) < columns - 2)) ++first;
    while (last > first && !(edge.x(last) > 1 && edge.x(last) < columns - 2)) --last;
    return last - first > kOuterLength * (to - from) && edge.share(first, last) > kOuterSeen;
  });
}

bool is_outermost(const Quad& q, const std::vector<StraightEdge>& upright,
                  const std::vector<StraightEdge>& level, const Plane& plane) {
  return !is_inner(upright, q[0].x, q[3].x, q[0].y, q[3].y, -1, plane.columns) &&
         !is_inner(upright, q[1].x, q[2].x, q[1].y, q[2].y, 1, plane.columns) &&
         !is_inner(level, q[0].y, q[1].y, q[0].x, q[1].x, -1, plane.rows) &&
         !is_inner(level, q[3].y, q[2].y, q[3].x, q[2].x, 1, plane.rows);
}

}  // namespace

std::optional<Quad> find_film(const Image& photograph) {
  if (std::min(photograph.rows, photograph.columns) < 64) return std::nullopt;
  const Plane plane = shrunk(photograph);
  const auto upright = upright_edges(plane, kEdges, kLeastChange);
  const auto level = upright_edges(transposed(plane), kEdges, kLeastChange);
  auto quad = largest(upright, level, plane);
  if (!quad || !is_outermost(*quad, upright, level, plane)) return std::nullopt;
  const double to_x = static_cast<double>(photograph.columns) / plane.columns;
  const double to_y = static_cast<double>(photograph.rows) / plane.rows;
  for (Point& corner : *quad) corner = {(corner.x + 0.5) * to_x - 0.5, (corner.y + 0.5) * to_y - 0.5};
  return quad;
}

Quad with_rim(const Quad& film, double share) {
  const auto at = [](double x, double y) {
    return cv::Point2f(static_cast<float>(x), static_cast<float>(y));
  };
  std::array<cv::Point2f, 4> to;
  for (std::size_t i = 0; i < 4; ++i) to[i] = at(film[i].x, film[i].y);
  const std::array<cv::Point2f, 4> from{at(0, 0), at(1, 0), at(1, 1), at(0, 1)};
  std::vector<cv::Point2f> corners{at(-share, -share), at(1 + share, -share), at(1 + share, 1 + share),
                                   at(-share, 1 + share)};
  cv::perspectiveTransform(corners, corners, cv::getPerspectiveTransform(from.data(), to.data()));
  Quad result;
  for (std::size_t i = 0; i < 4; ++i)
    result[i] = {static_cast<double>(corners[i].x), static_cast<double>(corners[i].y)};
  return result;
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
