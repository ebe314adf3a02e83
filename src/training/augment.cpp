#include "training/augment.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "image/resample.h"

namespace roentgen::training {
namespace {

image::Affine draw_affine(const AugmentSpec& spec, int size, base::Random& random) {
  const double angle = random.uniform(-1, 1) * spec.rotate_degrees * std::numbers::pi / 180;
  const double scale = 1 + random.uniform(-1, 1) * spec.scale;
  const double aspect = std::sqrt(1 + random.uniform(-1, 1) * spec.aspect);
  const double dx = random.uniform(-1, 1) * spec.shift * size;
  const double dy = random.uniform(-1, 1) * spec.shift * size;
  const double flip = random.chance(spec.mirror) ? -1 : 1;
  const double centre = (size - 1) / 2.0;
  const double sx = flip / (scale * aspect);
  const double sy = aspect / scale;
  const double a = std::cos(angle) * sx, b = -std::sin(angle) * sy;
  const double d = std::sin(angle) * sx, e = std::cos(angle) * sy;
  return {a, b, centre - a * (centre + dx) - b * (centre + dy),
          d, e, centre - d * (centre + dx) - e * (centre + dy)};
}

void change_tones(image::Plane& plane, const AugmentSpec& spec, base::Random& random) {
  const double gamma = std::pow(1 + spec.gamma, random.uniform(-1, 1));
  const double contrast = 1 + random.uniform(-1, 1) * spec.contrast;
  const double brightness = random.uniform(-1, 1) * spec.brightness;
  const double noise = random.uniform() * spec.noise;
  const float polarity = random.chance(spec.invert) ? -1.0F : 1.0F;
  for (float& x : plane.samples) {
    x *= polarity;
    double y = std::pow((static_cast<double>(x) + 1) / 2, gamma) * 2 - 1;
    y = y * contrast + brightness;
    if (noise > 0) y += noise * random.normal();
    x = static_cast<float>(std::clamp(y, -1.0, 1.0));
  }
}

void blur(image::Plane& plane) {
  const image::Plane before = plane;
  for (int r = 1; r + 1 < plane.rows; ++r)
    for (int c = 1; c + 1 < plane.columns; ++c) {
      float sum = 0;
      for (int i = -1; i <= 1; ++i)
        for (int j = -1; j <= 1; ++j) sum += before.at(r + i, c + j);
      plane.at(r, c) = sum / 9;
    }
}

void fill(image::Plane& plane, int top, int left, int bottom, int right, float value) {
  for (int r = std::max(top, 0); r < std::min(bottom, plane.rows); ++r)
    for (int c = std::max(left, 0); c < std::min(right, plane.columns); ++c) plane.at(r, c) = value;
}

void erase_rectangle(image::Plane& plane, base::Random& random) {
  const double area = random.uniform(0.02, 0.12) * plane.rows * plane.columns;
  const double shape = std::exp(random.uniform(-1, 1));
  const int height = static_cast<int>(std::sqrt(area * shape));
  const int width = static_cast<int>(std::sqrt(area / shape));
  const int top = static_cast<int>(random.uniform(0, plane.rows - height));
  const int left = static_cast<int>(random.uniform(0, plane.columns - width));
  fill(plane, top, left, top + height, left + width, static_cast<float>(random.uniform(-1, 1)));
}

void add_border(image::Plane& plane, base::Random& random) {
  const auto thickness = [&] {
    return random.chance(0.6) ? static_cast<int>(random.uniform(0, 0.16) * plane.rows) : 0;
  };
  const int n = plane.rows;
  fill(plane, 0, 0, thickness(), n, -1);
  fill(plane, n - thickness(), 0, n, n, -1);
  fill(plane, 0, 0, n, thickness(), -1);
  fill(plane, 0, n - thickness(), n, n, -1);
}

// R, L, P, A, 4, 7 in five by seven dots.
constexpr std::array<std::array<std::uint8_t, 7>, 6> kGlyphs{{{0x1E, 0x11, 0x11, 0x1E, 0x14, 0x12, 0x11},
                                                              {0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x1F},
                                                              {0x1E, 0x11, 0x11, 0x1E, 0x10, 0x10, 0x10},
                                                              {0x0E, 0x11, 0x11, 0x1F, 0x11, 0x11, 0x11},
                                                              {0x02, 0x06, 0x0A, 0x12, 0x1F, 0x02, 0x02},
                                                              {0x1F, 0x01, 0x02, 0x04, 0x08, 0x08, 0x08}}};

// A letter of lead, or a line of small type, in the left or right quarter of the film: what says how and
// where a film was taken must not become a finding.
void add_mark(image::Plane& plane, base::Random& random) {
  const int dot = 1 + static_cast<int>(random.uniform(0, 0.02) * plane.rows);
  const int letters = dot > 2 ? 1 : 1 + static_cast<int>(random.uniform(0, 6));
  const int top = static_cast<int>(random.uniform() * (plane.rows - 7 * dot));
  int left = static_cast<int>(random.uniform(0, 0.25) * plane.columns);
  if (random.chance(0.5)) left = plane.columns - left - 6 * dot * letters;
  const float grey = static_cast<float>(random.uniform(0.3, 1));
  if (random.chance(0.3)) fill(plane, top - dot, left - dot, top + 8 * dot, left + 6 * dot * letters, -1);
  for (int letter = 0; letter < letters; ++letter, left += 6 * dot) {
    const auto& glyph = kGlyphs[random.below(kGlyphs.size())];
    for (int row = 0; row < 7; ++row)
      for (int column = 0; column < 5; ++column)
        if (glyph[static_cast<std::size_t>(row)] >> (4 - column) & 1)
          fill(plane, top + row * dot, left + column * dot, top + (row + 1) * dot, left + (column + 1) * dot,
               grey);
  }
}

}  // namespace

image::Plane plain(const image::Mask& grey) {
  image::Plane plane{grey.rows, grey.columns, {}};
  plane.samples.reserve(grey.samples.size());
  for (const std::uint8_t value : grey.samples)
    plane.samples.push_back(static_cast<float>(value) / 127.5F - 1.0F);
  return plane;
}

Augmented augment(const image::Mask& grey, const image::Mask& mask, const AugmentSpec& spec,
                  base::Random random) {
  const image::Affine affine = draw_affine(spec, grey.rows, random);
  Augmented result;
  result.target_to_source = affine;
  result.input = image::warp(plain(grey), affine, -1.0F);
  if (!mask.samples.empty()) result.mask = image::warp(mask, affine);
  change_tones(result.input, spec, random);
  if (random.chance(spec.blur)) blur(result.input);
  if (random.chance(spec.erase)) erase_rectangle(result.input, random);
  if (random.chance(spec.border)) add_border(result.input, random);
  if (random.chance(spec.marks))
    for (int marks = 1 + static_cast<int>(random.uniform(0, 3)); marks > 0; --marks)
      add_mark(result.input, random);
  return result;
}

}  // namespace roentgen::training
