#include "image/ribs.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "image/resample.h"

namespace roentgen::image {
namespace {

constexpr int kSide = 512;                 // the longer one, of the copy the ribs are looked for in
constexpr int kSteepest = 70, kStep = 10;  // degrees off the horizontal
constexpr int kPasses = 2;
constexpr float kShare = 0.9F;  // of the estimate that is subtracted
constexpr double kFinest = 0.7,
                 kCoarsest = 12;             // deviations of the Gaussians between which a rib's shadow lies
constexpr int kNearest = 3, kFarthest = 30;  // pixels ahead and behind that are asked
constexpr double kCentre = 14, kSpread = 7;  // of their weights, a Gaussian
constexpr double kEdge = 6;                  // the outline's softness
constexpr float kMostDeviations = 2.5F;      // stronger steps are the heart's, the diaphragm's or metal's

cv::Mat blurred(const cv::Mat& in, double deviation) {
  cv::Mat out;
  cv::GaussianBlur(in, out, {0, 0}, deviation, deviation, cv::BORDER_REPLICATE);
  return out;
}

// 1 inside the polygons, 0 outside; the even-odd rule at the pixels' centres.
cv::Mat filled(const std::vector<Polygon>& polygons, double scale_x, double scale_y, int rows, int columns) {
  cv::Mat mask = cv::Mat::zeros(rows, columns, CV_32F);
  for (const Polygon& polygon : polygons)
    for (int y = 0; y < rows; ++y) {
      std::vector<double> crossings;
      for (std::size_t i = 0; i < polygon.size(); ++i) {
        const Point &p = polygon[i], &q = polygon[(i + 1) % polygon.size()];
        const double from = (p.y + 0.5) * scale_y - 0.5, to = (q.y + 0.5) * scale_y - 0.5;
        if ((from <= y) == (to <= y)) continue;
        crossings.push_back((p.x + (q.x - p.x) * (y - from) / (to - from) + 0.5) * scale_x - 0.5);
      }
      std::ranges::sort(crossings);
      for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
        const int left = std::max(0, static_cast<int>(std::ceil(crossings[i])));
        const int right = std::min(columns - 1, static_cast<int>(std::floor(crossings[i + 1])));
        for (int x = left; x <= right; ++x) mask.at<float>(y, x) = 1;
      }
    }
  return mask;
}

cv::Mat weights_ahead() {
  cv::Mat weights = cv::Mat::zeros(1, kFarthest + 1, CV_32F);
  for (int i = kNearest; i <= kFarthest; ++i) {
    const double x = (i - kCentre) / kSpread;
    weights.at<float>(0, i) = static_cast<float>(std::exp(-0.5 * x * x));
  }
  return weights / cv::sum(weights)[0];
}

// What lies ahead and what lies behind agree on this much.
cv::Mat agreed(const cv::Mat& ahead, const cv::Mat& behind) {
  cv::Mat result(ahead.size(), CV_32F);
  for (int y = 0; y < ahead.rows; ++y) {
    const float *a = ahead.ptr<float>(y), *b = behind.ptr<float>(y);
    float* out = result.ptr<float>(y);
    for (int x = 0; x < ahead.cols; ++x)
      out[x] = a[x] > 0 && b[x] > 0   ? std::min(a[x], b[x])
               : a[x] < 0 && b[x] < 0 ? std::max(a[x], b[x])
                                      : 0.0F;
  }
  return result;
}

// The shares of structures along `degrees`.
cv::Mat along(const cv::Mat& detail, double degrees) {
  const int side = static_cast<int>(std::ceil(std::hypot(detail.rows, detail.cols)));
  cv::Mat turn = cv::getRotationMatrix2D(
      {static_cast<float>(detail.cols - 1) / 2, static_cast<float>(detail.rows - 1) / 2}, degrees, 1);
  turn.at<double>(0, 2) += (side - detail.cols) / 2.0;
  turn.at<double>(1, 2) += (side - detail.rows) / 2.0;
  cv::Mat turned, ahead, behind, back;
  cv::warpAffine(detail, turned, turn, {side, side}, cv::INTER_LINEAR, cv::BORDER_CONSTANT);
  const cv::Mat weights = weights_ahead();
  cv::Mat mirrored;
  cv::flip(weights, mirrored, 1);
  cv::filter2D(turned, ahead, CV_32F, weights, {0, 0}, 0, cv::BORDER_REPLICATE);
  cv::filter2D(turned, behind, CV_32F, mirrored, {kFarthest, 0}, 0, cv::BORDER_REPLICATE);
  cv::warpAffine(agreed(ahead, behind), back, turn, detail.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                 cv::BORDER_CONSTANT);
  return back;
}

// Every direction's share, weighted by how strong it is around: the strongest nearly alone.
cv::Mat strongest(const cv::Mat& detail) {
  cv::Mat sum = cv::Mat::zeros(detail.size(), CV_32F),
          weight_sum = cv::Mat(detail.size(), CV_32F, cv::Scalar(1e-12));
  for (int degrees = -kSteepest; degrees <= kSteepest; degrees += kStep) {
    const cv::Mat share = along(detail, degrees);
    const cv::Mat strength = blurred(share.mul(share), 4);
    const cv::Mat weight = strength.mul(strength).mul(strength);
    sum += weight.mul(share);
    weight_sum += weight;
  }
  return sum / weight_sum;
}

// Rib-wide detail in shares of its deviation within the lungs, strong steps clipped.
cv::Mat rib_detail(const cv::Mat& small, const cv::Mat& mask, double& deviation) {
  cv::Mat detail = blurred(small, kFinest) - blurred(small, kCoarsest);
  cv::Scalar mean, spread;
  cv::meanStdDev(detail, mean, spread, mask > 0.5F);
  deviation = spread[0];
  detail /= std::max(deviation, 1e-3);
  cv::Mat clipped = cv::max(cv::min(detail, kMostDeviations), -kMostDeviations);
  return clipped;
}

void subtract(Image& image, const cv::Mat& shadow) {
  const double step_y = static_cast<double>(shadow.rows) / image.rows;
  const double step_x = static_cast<double>(shadow.cols) / image.columns;
  std::vector<float> line(static_cast<std::size_t>(shadow.cols));
  for (int y = 0; y < image.rows; ++y) {
    const double at_y = std::clamp((y + 0.5) * step_y - 0.5, 0.0, shadow.rows - 1.0);
    const int above = std::min(static_cast<int>(at_y), shadow.rows - 1),
              below = std::min(above + 1, shadow.rows - 1);
    const auto down = static_cast<float>(at_y - above);
    const float *a = shadow.ptr<float>(above), *b = shadow.ptr<float>(below);
    for (std::size_t x = 0; x < line.size(); ++x) line[x] = a[x] + down * (b[x] - a[x]);
    for (int x = 0; x < image.columns; ++x) {
      const double at_x = std::clamp((x + 0.5) * step_x - 0.5, 0.0, shadow.cols - 1.0);
      const auto left = static_cast<std::size_t>(at_x);
      const std::size_t right = std::min(left + 1, line.size() - 1);
      const float share = static_cast<float>(at_x - static_cast<double>(left));
      const float value =
          static_cast<float>(image.at(y, x)) - (line[left] + share * (line[right] - line[left]));
      image.at(y, x) = static_cast<std::uint16_t>(std::clamp(value + 0.5F, 0.0F, 65535.0F));
    }
  }
}

}  // namespace

void suppress_ribs(Image& image, const std::vector<Polygon>& lungs) {
  if (image.samples.empty() || lungs.empty()) return;
  const double scale = static_cast<double>(kSide) / std::max(image.rows, image.columns);
  const int rows = std::max(1, static_cast<int>(std::lround(image.rows * scale)));
  const int columns = std::max(1, static_cast<int>(std::lround(image.columns * scale)));
  Plane plane = resample(image, rows, columns);
  const cv::Mat small(rows, columns, CV_32F, plane.samples.data());
  const cv::Mat mask = filled(lungs, static_cast<double>(columns) / image.columns,
                              static_cast<double>(rows) / image.rows, rows, columns);
  if (cv::countNonZero(mask) < 2) return;
  double deviation = 0;
  const cv::Mat detail = rib_detail(small, mask, deviation);
  cv::Mat shadow = cv::Mat::zeros(small.size(), CV_32F);
  for (int pass = 0; pass < kPasses; ++pass) shadow += strongest(detail - shadow);
  subtract(image, shadow.mul(blurred(mask, kEdge)) * (kShare * static_cast<float>(deviation)));
}

}  // namespace roentgen::image
