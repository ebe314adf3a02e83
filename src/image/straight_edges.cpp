#include "image/straight_edges.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace roentgen::image {
namespace {

constexpr double kSteepest = 0.466;  // tangent of 25 degrees from upright
constexpr double kSlopeStep = 0.008;
constexpr int kUpright = 58;  // kSteepest / kSlopeStep on either side of it
constexpr int kSlopes = 2 * kUpright + 1;
constexpr double kTurn = 0.15;  // the gradient's own slope may differ by so much: noise
constexpr double kApart = 3.5;  // pixels; nearer edges are one
constexpr double kBlur = 1.5;
constexpr int kReach = 5;        // rows above and below that are averaged
constexpr int kBeside = 3;       // pixels from the edge where the change has to be smaller
constexpr double kFalls = 1.25;  // so many times

struct Slopes {
  cv::Mat x, y;  // of the grey, per pixel
};

Slopes slopes_of(const Plane& plane) {
  cv::Mat blurred;
  // OpenCV only reads it.
  const cv::Mat grey(plane.rows, plane.columns, CV_32F, const_cast<float*>(plane.samples.data()));
  cv::GaussianBlur(grey, blurred, {0, 0}, kBlur, kBlur, cv::BORDER_REPLICATE);
  Slopes slopes;
  cv::Sobel(blurred, slopes.x, CV_32F, 1, 0, 3, 1.0 / 8, 0, cv::BORDER_REPLICATE);
  cv::Sobel(blurred, slopes.y, CV_32F, 0, 1, 3, 1.0 / 8, 0, cv::BORDER_REPLICATE);
  return slopes;
}

// Votes of the pixels whose change is largest along their row for the lines through them (Hough 1962, Duda &
// Hart 1972). One row per slope; one column per place where the line crosses the middle row.
cv::Mat votes_of(const Slopes& slopes, double least, int margin) {
  const int rows = slopes.x.rows, columns = slopes.x.cols;
  cv::Mat votes = cv::Mat::zeros(kSlopes, columns + 2 * margin, CV_32F);
  for (int y = 0; y < rows; ++y) {
    const float *gx = slopes.x.ptr<float>(y), *gy = slopes.y.ptr<float>(y);
    const double down = y - rows / 2.0;
    for (int x = 1; x + 1 < columns; ++x) {
      const float strength = std::abs(gx[x]);
      if (strength < static_cast<float>(least) || strength < std::abs(gx[x - 1]) ||
          strength <= std::abs(gx[x + 1]))
        continue;
      const double slope = static_cast<double>(-gy[x] / gx[x]);
      if (std::abs(slope) > kSteepest + kTurn) continue;
      // A faint edge that is long counts more than a strong one that is short.
      const float vote = strength / (strength + 4 * static_cast<float>(least));
      const int first = std::max(0, static_cast<int>(std::ceil((slope - kTurn) / kSlopeStep)) + kUpright);
      const int last =
          std::min(kSlopes - 1, static_cast<int>(std::floor((slope + kTurn) / kSlopeStep)) + kUpright);
      for (int s = first; s <= last; ++s) {
        const long at = std::lround(x - (s - kUpright) * kSlopeStep * down) + margin;
        if (at >= 0 && at < votes.cols) votes.at<float>(s, static_cast<int>(at)) += vote;
      }
    }
  }
  cv::blur(votes, votes, {3, 3});
  return votes;
}

// The change across the line at `off` pixels beside it, averaged over kReach rows above and below.
std::vector<double> change_along(const Slopes& slopes, const StraightEdge& edge, double off) {
  const int rows = slopes.x.rows, columns = slopes.x.cols;
  const double length = std::sqrt(1 + edge.slope * edge.slope);
  std::vector<double> sums(static_cast<std::size_t>(rows) + 1), result(static_cast<std::size_t>(rows));
  std::vector<int> counts(static_cast<std::size_t>(rows) + 1);
  for (int y = 0; y < rows; ++y) {
    const double x = edge.x(y) + off * length;
    const auto i = static_cast<std::size_t>(y);
    sums[i + 1] = sums[i], counts[i + 1] = counts[i];
    if (!(x >= 0 && x < columns - 1)) continue;
    const int left = static_cast<int>(x);
    const float part = static_cast<float>(x - left);
    const float *gx = slopes.x.ptr<float>(y) + left, *gy = slopes.y.ptr<float>(y) + left;
    const float across = gx[0] + part * (gx[1] - gx[0]), down = gy[0] + part * (gy[1] - gy[0]);
    sums[i + 1] += (static_cast<double>(across) - edge.slope * static_cast<double>(down)) / length;
    ++counts[i + 1];
  }
  for (int y = 0; y < rows; ++y) {
    const auto from = static_cast<std::size_t>(std::max(0, y - kReach)),
               to = static_cast<std::size_t>(std::min(rows, y + kReach + 1));
    const int count = counts[to] - counts[from];
    result[static_cast<std::size_t>(y)] = count > kReach ? (sums[to] - sums[from]) / count : 0;
  }
  return result;
}

void look_along(const Slopes& slopes, StraightEdge& edge, double least) {
  const auto rows = static_cast<std::size_t>(slopes.x.rows);
  std::array<std::vector<double>, 5> at;
  constexpr std::array<double, 5> kOff{-kBeside, -0.8, 0, 0.8, kBeside};
  for (std::size_t i = 0; i < kOff.size(); ++i) at[i] = change_along(slopes, edge, kOff[i]);
  edge.seen.assign(rows + 1, 0);
  for (std::size_t y = 0; y < rows; ++y) {
    const double here = std::max({std::abs(at[1][y]), std::abs(at[2][y]), std::abs(at[3][y])});
    const double beside = std::max(std::abs(at[0][y]), std::abs(at[4][y]));
    edge.seen[y + 1] = edge.seen[y] + (here >= least && here >= kFalls * beside ? 1 : 0);
  }
}

// A line fitted to the places of largest change within two pixels of it.
void fit(const Slopes& slopes, StraightEdge& edge, double least) {
  std::vector<cv::Point2f> points;
  for (int y = 0; y < slopes.x.rows; ++y) {
    const float* gx = slopes.x.ptr<float>(y);
    const long middle = std::lround(edge.x(y));
    long best = -1;
    for (long x = std::max(1L, middle - 2); x <= std::min<long>(slopes.x.cols - 2, middle + 2); ++x)
      if (std::abs(gx[x]) >= static_cast<float>(least) && std::abs(gx[x]) >= std::abs(gx[x - 1]) &&
          std::abs(gx[x]) >= std::abs(gx[x + 1]) && (best < 0 || std::abs(gx[x]) > std::abs(gx[best])))
        best = x;
    if (best < 0) continue;
    // The peak of the parabola through three values.
    const float a = std::abs(gx[best - 1]), b = std::abs(gx[best]), c = std::abs(gx[best + 1]);
    const float bend = a - 2 * b + c;
    const float part = bend < 0 ? std::clamp((a - c) / (2 * bend), -0.5F, 0.5F) : 0;
    points.emplace_back(static_cast<float>(y), static_cast<float>(best) + part);
  }
  if (points.size() < 20) return;
  cv::Vec4f line;
  cv::fitLine(points, line, cv::DIST_HUBER, 0, 0.01, 0.01);
  if (std::abs(line[0]) < 0.5F) return;
  const double slope = static_cast<double>(line[1] / line[0]);
  const double at = static_cast<double>(line[3]) - slope * static_cast<double>(line[2]);
  const double middle = slopes.x.rows / 2.0;
  if (std::abs(at + slope * middle - edge.x(middle)) > 2 || std::abs(slope - edge.slope) > 3 * kSlopeStep)
    return;
  edge.at = at, edge.slope = slope;
}

bool is_one_of(const std::vector<StraightEdge>& edges, const StraightEdge& edge, int rows) {
  return std::ranges::any_of(edges, [&](const StraightEdge& other) {
    return std::abs(other.x(0) - edge.x(0)) < kApart && std::abs(other.x(rows) - edge.x(rows)) < kApart;
  });
}

}  // namespace

double StraightEdge::share(double from, double to) const {
  const int last = static_cast<int>(seen.size()) - 1;
  const int a = std::clamp(static_cast<int>(std::lround(from)), 0, last),
            b = std::clamp(static_cast<int>(std::lround(to)), 0, last);
  if (b <= a) return 0;
  return static_cast<double>(seen[static_cast<std::size_t>(b)] - seen[static_cast<std::size_t>(a)]) / (b - a);
}

std::vector<StraightEdge> upright_edges(const Plane& plane, int most, double least) {
  const Slopes slopes = slopes_of(plane);
  const int margin = plane.rows / 8;
  cv::Mat votes = votes_of(slopes, least, margin);
  std::vector<StraightEdge> edges;
  const float fewest = 0.15F * static_cast<float>(plane.rows) / 9;  // blurred over nine places
  for (int tries = 0; tries < 20 * most && static_cast<int>(edges.size()) < most; ++tries) {
    double best = 0;
    cv::Point place;
    cv::minMaxLoc(votes, nullptr, &best, nullptr, &place);
    if (best < static_cast<double>(fewest)) break;
    cv::circle(votes, place, 2, 0, cv::FILLED);
    const double slope = (place.y - kUpright) * kSlopeStep;
    StraightEdge edge{place.x - margin - slope * plane.rows / 2.0, slope, {}};
    if (is_one_of(edges, edge, plane.rows)) continue;
    fit(slopes, edge, least);
    if (is_one_of(edges, edge, plane.rows)) continue;
    look_along(slopes, edge, least);
    edges.push_back(std::move(edge));
  }
  return edges;
}

}  // namespace roentgen::image
