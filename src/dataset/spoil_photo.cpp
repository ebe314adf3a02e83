#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "dataset/spoil_parts.h"
#include "image/resample.h"

namespace roentgen::dataset {
namespace {

struct Vec {
  double x, y;
};

// The film's place in the photograph: u, v in 0…1 over the film for a pixel of the photograph. A projective
// map of four corners (Heckbert 1989, section 2.2.3).
class Perspective {
 public:
  explicit Perspective(const std::array<Vec, 4>& q) {  // top left, top right, bottom right, bottom left
    const double dx1 = q[1].x - q[2].x, dx2 = q[3].x - q[2].x, dy1 = q[1].y - q[2].y, dy2 = q[3].y - q[2].y;
    const double sx = q[0].x - q[1].x + q[2].x - q[3].x, sy = q[0].y - q[1].y + q[2].y - q[3].y;
    const double det = dx1 * dy2 - dx2 * dy1;
    const double g = (sx * dy2 - dx2 * sy) / det, h = (dx1 * sy - sx * dy1) / det;
    const double a = q[1].x - q[0].x + g * q[1].x, b = q[3].x - q[0].x + h * q[3].x, c = q[0].x;
    const double d = q[1].y - q[0].y + g * q[1].y, e = q[3].y - q[0].y + h * q[3].y, f = q[0].y;
    inverse_ = {e - f * h,     c * h - b,     b * f - c * e, f * g - d,    a - c * g,
                c * d - a * f, d * h - e * g, b * g - a * h, a * e - b * d};
  }
  Vec operator()(double x, double y) const {
    const double w = inverse_[6] * x + inverse_[7] * y + inverse_[8];
    return {(inverse_[0] * x + inverse_[1] * y + inverse_[2]) / w,
            (inverse_[3] * x + inverse_[4] * y + inverse_[5]) / w};
  }

 private:
  std::array<double, 9> inverse_{};
};

double sample(const image::Plane& film, double u, double v) {
  const double x = std::clamp(u * film.columns - 0.5, 0.0, film.columns - 1.0);
  const double y = std::clamp(v * film.rows - 0.5, 0.0, film.rows - 1.0);
  const int x0 = std::min(static_cast<int>(x), film.columns - 2),
            y0 = std::min(static_cast<int>(y), film.rows - 2);
  const double right = x - x0, below = y - y0;
  const double above = film.at(y0, x0) * (1 - right) + film.at(y0, x0 + 1) * right;
  const double under = film.at(y0 + 1, x0) * (1 - right) + film.at(y0 + 1, x0 + 1) * right;
  return above * (1 - below) + under * below;
}

struct Grating {
  double fx, fy, phase, amplitude;
  double at(double x, double y) const { return amplitude * std::cos(fx * x + fy * y + phase); }
};

Grating draw_grating(base::Random& random, double least_period, double largest_period, double amplitude) {
  const double turn = random.uniform(0, std::numbers::pi);
  const double frequency = 2 * std::numbers::pi / random.uniform(least_period, largest_period);
  return {frequency * std::cos(turn), frequency * std::sin(turn), random.uniform(0, 6.28), amplitude};
}

struct Glare {
  double x, y, a, b, turn, strength;
  double at(double px, double py) const {
    const double dx = px - x, dy = py - y;
    const double u = (dx * std::cos(turn) + dy * std::sin(turn)) / a;
    const double v = (dy * std::cos(turn) - dx * std::sin(turn)) / b;
    return strength * std::exp(-0.5 * (u * u + v * v));
  }
};

std::array<Vec, 4> draw_corners(int rows, int columns, double film_aspect, base::Random& random) {
  // Most photographs show a rim around the film, some are taken from close by.
  const double fill = random.chance(0.25) ? random.uniform(1.0, 1.12) : random.uniform(0.72, 0.98);
  double height = fill * rows, width = height * film_aspect;
  if (width > fill * columns) {
    width = fill * columns;
    height = width / film_aspect;
  }
  const double angle = random.uniform(-7, 7) * std::numbers::pi / 180;
  const Vec centre{columns * random.uniform(0.46, 0.54), rows * random.uniform(0.46, 0.54)};
  const double strength = random.uniform(0.015, 0.08);
  std::array<Vec, 4> corners{};
  constexpr std::array<Vec, 4> kUnit{{{-0.5, -0.5}, {0.5, -0.5}, {0.5, 0.5}, {-0.5, 0.5}}};
  for (std::size_t i = 0; i < 4; ++i) {
    const double x = kUnit[i].x * width + random.uniform(-strength, strength) * width;
    const double y = kUnit[i].y * height + random.uniform(-strength, strength) * height;
    corners[i] = {centre.x + x * std::cos(angle) - y * std::sin(angle),
                  centre.y + x * std::sin(angle) + y * std::cos(angle)};
  }
  return corners;
}

}  // namespace

SpoiledFilm photographed(const image::Image& film, base::Random& random) {
  constexpr double kShapes[] = {4.0 / 3, 3.0 / 4, 1.0, 16.0 / 9};
  const double shape = kShapes[random.below(4)];
  const int longest = static_cast<int>(random.uniform(420, 760));
  const int columns = shape >= 1 ? longest : static_cast<int>(longest * shape);
  const int rows = shape >= 1 ? static_cast<int>(longest / shape) : longest;
  const double aspect = static_cast<double>(film.columns) / film.rows;
  const std::array<Vec, 4> corners = draw_corners(rows, columns, aspect, random);
  const Perspective place(corners);
  const int small =
      std::max(film.rows, film.columns) > longest ? longest : 0;  // the camera sees no more detail
  const image::Plane seen =
      small > 0 ? image::resample(film, std::max(2, film.rows * small / std::max(film.rows, film.columns)),
                                  std::max(2, film.columns * small / std::max(film.rows, film.columns)))
                : image::resample(film, film.rows, film.columns);

  const double around = random.chance(0.6) ? random.uniform(0.01, 0.15) : random.uniform(0.3, 0.85);
  const double around_slope = random.uniform(-0.2, 0.2);
  const double rim =
      random.chance(0.6) ? random.uniform(0.01, 0.06) : 0;  // the monitor's frame or a dark film edge
  const double rim_grey = random.uniform(0.0, 0.12);
  const double black = random.uniform(0.02, 0.16), white = random.uniform(0.72, 1.0);
  const double gamma = std::exp(random.uniform(-0.35, 0.35));
  const double moire_strength = random.chance(0.75) ? random.uniform(0.012, 0.07) : random.uniform(0, 0.012);
  const std::array<Grating, 3> moire{draw_grating(random, 6, 60, moire_strength),
                                     draw_grating(random, 3, 20, moire_strength * 0.7),
                                     draw_grating(random, 2.2, 5, moire_strength * 0.8)};
  std::array<Glare, 3> glares{};
  for (Glare& glare : glares)
    glare = {random.uniform(0, 1) * columns,       random.uniform(0, 1) * rows,
             random.uniform(0.04, 0.35) * longest, random.uniform(0.02, 0.12) * longest,
             random.uniform(0, std::numbers::pi),  random.chance(0.55) ? random.uniform(0.08, 0.5) : 0};
  const double light_x = random.uniform(-0.25, 0.25), light_y = random.uniform(-0.25, 0.25);
  const double vignette = random.uniform(0, 0.35), noise = random.uniform(0.004, 0.02);

  image::Image photo{rows, columns, {}};
  photo.samples.reserve(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns));
  for (int y = 0; y < rows; ++y)
    for (int x = 0; x < columns; ++x) {
      const double cx = static_cast<double>(x) / columns - 0.5, cy = static_cast<double>(y) / rows - 0.5;
      const Vec uv = place(x, y);
      double value = 0;
      if (uv.x >= 0 && uv.x <= 1 && uv.y >= 0 && uv.y <= 1) {
        value = black + (white - black) * std::pow(sample(seen, uv.x, uv.y) / 65535.0, gamma);
        value *= 1 + moire[0].at(x, y) + moire[1].at(x, y) + moire[2].at(x, y);
      } else if (uv.x > -rim && uv.x < 1 + rim && uv.y > -rim && uv.y < 1 + rim) {
        value = rim_grey;
      } else {
        value = around * (1 + around_slope * (cx + cy));
      }
      value *= 1 + light_x * cx + light_y * cy;
      value *= 1 - vignette * 2 * (cx * cx + cy * cy);
      for (const Glare& glare : glares)
        if (glare.strength > 0) value += glare.at(x, y);
      value += noise * random.normal();
      photo.samples.push_back(static_cast<std::uint16_t>(std::clamp(value, 0.0, 1.0) * 65535));
    }
  SpoiledFilm result{std::move(photo), std::array<image::Point, 4>{}};
  for (std::size_t i = 0; i < 4; ++i) (*result.corners)[i] = {corners[i].x, corners[i].y};
  return result;
}

}  // namespace roentgen::dataset
