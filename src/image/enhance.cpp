#include "image/enhance.h"

#include <algorithm>

#include "base/text.h"
#include "image/clahe.h"
#include "image/collimation.h"
#include "image/pyramid.h"

namespace roentgen::image {
namespace {

constexpr int kSmallSide = 512;  // regions and ranges are told from a copy this large at most

Plane to_plane(const Image& image) {
  return {image.rows, image.columns, {image.samples.begin(), image.samples.end()}};
}

// The first two steps of the pyramid, and the small copy.
struct Copies {
  Plane half, quarter, small;
};

Copies copies_of(const Image& image) {
  Copies copies{.half = reduce(image), .quarter = {}, .small = {}};
  copies.quarter = reduce(copies.half);
  if (std::max(image.rows, image.columns) <= kSmallSide) {
    copies.small = to_plane(image);
    return copies;
  }
  const bool half_is_small = std::max(copies.half.rows, copies.half.columns) <= kSmallSide;
  copies.small = half_is_small ? copies.half : copies.quarter;
  while (std::max(copies.small.rows, copies.small.columns) > kSmallSide) copies.small = reduce(copies.small);
  return copies;
}

// The greys that matter, of a picture whose small copy is this.
std::vector<float> greys_of(const Image& image, const Plane& small, const Box& region) {
  const auto place = [](int at, int from, int to) {
    return static_cast<int>(static_cast<long long>(at) * to / from);
  };
  const int left = place(region.left, image.columns, small.columns);
  const int top = place(region.top, image.rows, small.rows);
  return relevant_greys(
      small,
      {left, top, std::max(1, place(region.left + region.columns, image.columns, small.columns) - left),
       std::max(1, place(region.top + region.rows, image.rows, small.rows) - top)});
}

GreyRange range_of(std::vector<float>& greys, const Preset& preset) {
  return percentiles(greys, static_cast<double>(preset.low), static_cast<double>(preset.high));
}

std::string whole(double value) {
  return base::fixed(value, 0);
}

// Whether there was one.
bool take_out_grid(Enhanced& result) {
  result.removed = find_grid_lines(result.image);
  remove_grid_lines(result.image, result.removed);
  for (const GridLines& lines : result.removed)
    result.steps.push_back("grid lines of " + base::fixed(lines.frequency_x, 4) + " by " +
                           base::fixed(lines.frequency_y, 4) + " cycles per pixel taken out");
  return !result.removed.empty();
}

void bring_out_detail(Enhanced& result, Copies copies, const Preset& preset) {
  Image& image = result.image;
  if (std::min(image.rows, image.columns) < kLeastSide) return;
  const NoiseProfile noise = measure_noise(image, copies.half, copies.quarter);
  copies.quarter = {};  // the pyramid needs the memory
  auto greys = greys_of(image, copies.small, result.region);
  const GreyRange before = range_of(greys, preset);
  result.noise = noise.typical;
  MultiscaleSettings settings;
  settings.levels = levels_for(image.rows, image.columns);
  settings.denoise = preset.denoise;
  settings.least = preset.least;
  settings.gain = gains_of(preset, std::max(image.rows, image.columns));
  settings.knee = preset.knee * static_cast<float>(std::max(before.high - before.low, 256.0));
  settings.large_areas = preset.large_areas;
  settings.region = result.region;
  image = multiscale(std::move(image), std::move(copies.half), settings, noise);
  result.steps.push_back("noise of " + whole(static_cast<double>(noise.typical)) + " of 65535 reduced");
  if (std::ranges::max(settings.gain) > 1)
    result.steps.push_back("detail amplified in " + std::to_string(settings.levels) + " levels");
  if (preset.large_areas != 1)
    result.steps.push_back("contrast of large areas reduced to " +
                           base::fixed(static_cast<double>(preset.large_areas), 2));
}

}  // namespace

Enhanced enhance(Image image, const Preset& preset, const EnhanceOptions& options) {
  Enhanced result;
  result.image = std::move(image);
  result.region = {0, 0, result.image.columns, result.image.rows};
  if (result.image.samples.empty()) return result;
  Copies copies = copies_of(result.image);
  result.region =
      scaled(collimated_region(copies.small), copies.small, result.image.rows, result.image.columns);
  if (options.grid_lines && take_out_grid(result)) copies = copies_of(result.image);
  bring_out_detail(result, std::move(copies), preset);
  auto greys = greys_of(result.image, copies_of(result.image).small, result.region);
  result.range = range_of(greys, preset);
  apply_tone(result.image, result.range,
             tone_curve(greys, result.range, static_cast<double>(preset.steepness),
                        static_cast<double>(preset.evenness)));
  result.steps.push_back("greys from " + whole(result.range.low) + " to " + whole(result.range.high) +
                         " of 65535 shown between black and white");
  if (preset.evenness > 0)
    result.steps.push_back("histogram equalised, share " +
                           base::fixed(static_cast<double>(preset.evenness), 2));
  if (preset.clahe > 0) {
    clahe(result.image, {.tiles = 8, .limit = 2.5, .strength = static_cast<double>(preset.clahe)});
    result.steps.push_back("local histogram equalisation, share " +
                           base::fixed(static_cast<double>(preset.clahe), 2));
  }
  if (options.crop &&
      (result.region.columns < result.image.columns || result.region.rows < result.image.rows)) {
    result.image = image::cropped(result.image, result.region);
    result.cropped = true;
    result.steps.push_back("cropped to the collimated region");
  }
  return result;
}

}  // namespace roentgen::image
