#include "dataset/spoil.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "dataset/spoil_parts.h"
#include "image/resample.h"
#include "image/turn.h"

namespace roentgen::dataset {
namespace {

constexpr int kLeastSide = 32;

image::Image cropped(const image::Image& film, const Crop& crop) {
  const int left = static_cast<int>(crop.left * film.columns), top = static_cast<int>(crop.top * film.rows);
  const int right = film.columns - static_cast<int>(crop.right * film.columns);
  const int bottom = film.rows - static_cast<int>(crop.bottom * film.rows);
  if (right - left < kLeastSide || bottom - top < kLeastSide) return film;
  image::Image part{bottom - top, right - left, {}};
  for (int y = top; y < bottom; ++y)
    for (int x = left; x < right; ++x) part.samples.push_back(film.at(y, x));
  return part;
}

// A curve towards black or white whose end is clipped: at full strength 15 % of the range is lost.
image::Image exposed(const image::Image& film, double exposure) {
  const double strength = std::abs(exposure), gamma = std::exp(-0.8 * exposure), clip = 0.15 * strength;
  image::Image result = film;
  for (auto& value : result.samples) {
    double x = std::pow(value / 65535.0, gamma);
    x = exposure > 0 ? x / (1 - clip) : (x - clip) / (1 - clip);
    value = static_cast<std::uint16_t>(std::clamp(x, 0.0, 1.0) * 65535);
  }
  return result;
}

image::Image blurred(const image::Image& film, int longest) {
  const int side = std::max(film.rows, film.columns);
  if (longest >= side) return film;
  const auto shrunk = [&](int n) { return std::max(1, static_cast<int>(std::int64_t{n} * longest / side)); };
  return image::resample_image(image::resample_image(film, shrunk(film.rows), shrunk(film.columns)),
                               film.rows, film.columns);
}

Crop draw_crop(base::Random& random) {
  Crop crop;
  // One side deep, the others a little.
  const std::array<double*, 4> sides{&crop.left, &crop.top, &crop.right, &crop.bottom};
  for (double* side : sides)
    if (random.chance(0.4)) *side = random.uniform(0, 0.12);
  *sides[random.below(4)] = random.uniform(0.05, 0.32);
  return crop;
}

double draw_exposure(base::Random& random) {
  return (random.chance(0.5) ? 1 : -1) * random.uniform(0.7, 1.0);
}

struct Reach {  // of one lung in the mask, in parts of the film; right < left: none
  double left = 1, right = 0, top = 1, bottom = 0;
  bool none() const { return right < left; }
  double width() const { return right - left; }
  double height() const { return bottom - top; }
};

Reach reach_of(const image::Mask& mask, int value) {
  Reach reach;
  for (int y = 0; y < mask.rows; ++y)
    for (int x = 0; x < mask.columns; ++x)
      if (mask.at(y, x) == value) {
        reach.left = std::min(reach.left, static_cast<double>(x) / mask.columns);
        reach.right = std::max(reach.right, (x + 1.0) / mask.columns);
        reach.top = std::min(reach.top, static_cast<double>(y) / mask.rows);
        reach.bottom = std::max(reach.bottom, (y + 1.0) / mask.rows);
      }
  return reach;
}

// `lost` and `kept` space beyond the lung's end, as a share of its extent.
std::optional<bool> is_cut(double end_to_edge, double extent, double end_to_film_edge) {
  if (end_to_edge <= -0.03 * extent) return true;
  if (end_to_film_edge < 0.005) return std::nullopt;  // perhaps cut by the film itself
  if (end_to_edge >= 0.005) return false;
  return std::nullopt;
}

std::optional<bool> any_of(std::optional<bool> a, std::optional<bool> b) {
  if (a == true || b == true) return true;
  if (!a || !b) return std::nullopt;
  return false;
}

}  // namespace

SpoiledFilm spoiled_film(const image::Image& film, const Spoil& spoil, base::Random random) {
  image::Image result = spoil.crop == Crop{} ? film : cropped(film, spoil.crop);
  if (spoil.exposure != 0) result = exposed(result, spoil.exposure);
  // Marks may have been set on the upright film or on the turned one: their own direction says nothing.
  const bool marks_last = random.chance(0.5);
  if (spoil.overlay && !marks_last) result = with_overlay(result, random);
  if (spoil.mirrored) result = image::mirrored(result);
  if (spoil.turn != 0) result = image::turned(result, spoil.turn);
  if (spoil.overlay && marks_last) result = with_overlay(result, random);
  if (spoil.inverted) result = image::inverted(result);
  if (spoil.blur > 0) result = blurred(result, spoil.blur);
  if (spoil.photo) return photographed(result, random);
  return {std::move(result), std::nullopt};
}

std::vector<NamedSpoil> one_of_each(base::Random& random) {
  std::vector<NamedSpoil> all{{"clean", {}}};
  for (const int turn : {90, 180, 270}) {
    all.push_back({"turned_" + std::to_string(turn), {.turn = turn}});
    all.push_back({"turned_" + std::to_string(turn) + "_inverted", {.turn = turn, .inverted = true}});
  }
  all.push_back({"inverted", {.inverted = true}});
  all.push_back({"mirrored", {.mirrored = true}});
  all.push_back({"overlay", {.overlay = true}});
  all.push_back({"photo", {.photo = true}});
  all.push_back({"dark", {.exposure = -random.uniform(0.8, 1.0)}});
  all.push_back({"pale", {.exposure = random.uniform(0.8, 1.0)}});
  all.push_back({"blurred", {.blur = static_cast<int>(random.uniform(40, 70))}});
  all.push_back({"cut_left", {.crop = {.left = random.uniform(0.12, 0.3)}}});
  all.push_back({"cut_right", {.crop = {.right = random.uniform(0.12, 0.3)}}});
  all.push_back({"cut_top", {.crop = {.top = random.uniform(0.1, 0.25)}}});
  all.push_back({"cut_bottom", {.crop = {.bottom = random.uniform(0.15, 0.35)}}});
  return all;
}

Spoil any_mixture(base::Random& random, bool upright) {
  Spoil spoil;
  if (random.chance(0.35)) spoil.crop = draw_crop(random);
  if (random.chance(0.12)) spoil.exposure = draw_exposure(random);
  spoil.overlay = random.chance(0.25);
  if (!upright) spoil.mirrored = random.chance(0.4);
  if (!upright && random.chance(0.6)) spoil.turn = 90 * (1 + static_cast<int>(random.below(3)));
  spoil.inverted = random.chance(0.3);
  if (random.chance(0.1)) spoil.blur = static_cast<int>(random.uniform(40, 140));
  spoil.photo = random.chance(0.25);
  return spoil;
}

Spoil any_single(base::Random& random) {
  Spoil spoil;
  spoil.mirrored = random.chance(0.5);
  const double fault = random.uniform();
  if (fault < 0.4) {
    spoil.photo = true;
  } else if (fault < 0.55) {
    spoil.overlay = true;
  } else if (fault < 0.7) {
    spoil.exposure = draw_exposure(random);
  } else if (fault < 0.8) {
    spoil.blur = static_cast<int>(random.uniform(40, 110));
  }
  return spoil;
}

CutLungs cut_lungs(const image::Mask& lungs, int right_lung, int left_lung, const Crop& crop) {
  const Reach right = reach_of(lungs, right_lung), left = reach_of(lungs, left_lung);
  CutLungs cut;
  if (right.none() || left.none()) return cut;
  const auto apex = [&](const Reach& lung) { return is_cut(lung.top - crop.top, lung.height(), lung.top); };
  const auto base = [&](const Reach& lung) {
    return is_cut(1 - crop.bottom - lung.bottom, lung.height(), 1 - lung.bottom);
  };
  cut.apex = any_of(apex(right), apex(left));
  cut.right_base = base(right);
  cut.left_base = base(left);
  // The patient's right lung lies on the left of the picture.
  cut.side = any_of(is_cut(right.left - crop.left, right.width(), right.left),
                    is_cut(1 - crop.right - left.right, left.width(), 1 - left.right));
  return cut;
}

}  // namespace roentgen::dataset
