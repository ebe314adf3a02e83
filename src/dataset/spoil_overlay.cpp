#include <array>
#include <cmath>
#include <numbers>
#include <string_view>

#include "dataset/spoil_parts.h"
#include "image/draw.h"

namespace roentgen::dataset {
namespace {

constexpr std::array<std::string_view, 10> kWords{"A",  "B",     "(a)",   "1",        "Fig. 2",
                                                  "C+", "Day 3", "PRIOR", "02:15 PM", "Case 14"};

image::Point inside(const image::Picture& picture, base::Random& random) {
  return {random.uniform(0.12, 0.88) * picture.columns, random.uniform(0.12, 0.85) * picture.rows};
}

void draw_arrow(image::Picture& picture, image::Colour colour, base::Random& random) {
  const image::Point tip = inside(picture, random);
  const double side = std::min(picture.rows, picture.columns);
  const double length = random.uniform(0.06, 0.18) * side, angle = random.uniform(0, 2 * std::numbers::pi);
  const int thickness = 1 + static_cast<int>(random.uniform(0.004, 0.014) * side);
  const auto at = [&](double part, double turn) {
    return image::Point{tip.x + part * length * std::cos(angle + turn),
                        tip.y + part * length * std::sin(angle + turn)};
  };
  image::draw_line(picture, at(1, 0), tip, colour, thickness, 0);
  const double head = random.uniform(0.25, 0.45), open = random.uniform(0.35, 0.6);
  image::draw_line(picture, at(head, open), tip, colour, thickness, 0);
  image::draw_line(picture, at(head, -open), tip, colour, thickness, 0);
}

void draw_ring(image::Picture& picture, image::Colour colour, base::Random& random) {
  const image::Point centre = inside(picture, random);
  const double side = std::min(picture.rows, picture.columns);
  const double a = random.uniform(0.04, 0.14) * side, b = a * random.uniform(0.6, 1.4);
  image::Polygon ring;
  for (int i = 0; i < 40; ++i) {
    const double t = i * std::numbers::pi / 20;
    ring.push_back({centre.x + a * std::cos(t), centre.y + b * std::sin(t)});
  }
  image::draw_polygon(picture, ring, colour, 1 + static_cast<int>(random.uniform(0.003, 0.01) * side));
}

}  // namespace

image::Image with_overlay(const image::Image& film, base::Random& random) {
  image::Picture picture = image::to_picture(film);
  const int marks = 1 + static_cast<int>(random.below(4));
  const std::uint8_t bright = random.chance(0.8) ? 255 : static_cast<std::uint8_t>(random.uniform(0, 60));
  for (int i = 0; i < marks; ++i) {
    const image::Colour colour{bright, bright, bright};
    const double kind = random.uniform();
    if (kind < 0.5) {
      draw_arrow(picture, colour, random);
    } else if (kind < 0.7) {
      draw_ring(picture, colour, random);
    } else {
      const int height = static_cast<int>(random.uniform(0.035, 0.09) * picture.rows);
      image::draw_label(picture, inside(picture, random), kWords[random.below(kWords.size())], colour,
                        std::max(height, 8));
    }
  }
  image::Image drawn{film.rows, film.columns, film.samples};
  for (std::size_t i = 0; i < drawn.samples.size(); ++i)  // all three channels are the same grey
    drawn.samples[i] = static_cast<std::uint16_t>(picture.samples[3 * i] * 257);
  return drawn;
}

}  // namespace roentgen::dataset
