#include "evaluation/retake.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "image/resample.h"

namespace roentgen::evaluation {
namespace {

constexpr double kTurn = 3 * std::numbers::pi / 180, kShift = 0.03, kScale = 0.05, kGamma = 1.25;
constexpr double kNoise = 0.005;  // standard deviation, of the range
constexpr double kWhite = 65535;

image::Affine drawn(const image::Image& picture, base::Random& random) {
  const double angle = random.uniform(-kTurn, kTurn), scale = 1 + random.uniform(-kScale, kScale);
  const double dx = random.uniform(-kShift, kShift) * picture.columns;
  const double dy = random.uniform(-kShift, kShift) * picture.rows;
  const double x = (picture.columns - 1) / 2.0, y = (picture.rows - 1) / 2.0;
  const double a = std::cos(angle) / scale, b = std::sin(angle) / scale;
  return {a, -b, x - a * (x + dx) + b * (y + dy), b, a, y - b * (x + dx) - a * (y + dy)};
}

}  // namespace

image::Image retaken(const image::Image& picture, base::Random random) {
  image::Plane plane{picture.rows, picture.columns, {}};
  plane.samples.assign(picture.samples.begin(), picture.samples.end());
  plane = image::warp(plane, drawn(picture, random), 0);
  const double gamma = std::pow(kGamma, random.uniform(-1, 1));
  image::Image other{picture.rows, picture.columns, {}};
  other.samples.reserve(plane.samples.size());
  for (const float value : plane.samples) {
    const double grey = std::pow(static_cast<double>(value) / kWhite, gamma) + kNoise * random.normal();
    other.samples.push_back(static_cast<std::uint16_t>(std::lround(std::clamp(grey, 0.0, 1.0) * kWhite)));
  }
  return other;
}

}  // namespace roentgen::evaluation
