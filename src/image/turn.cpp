#include "image/turn.h"

#include <algorithm>
#include <cassert>

namespace roentgen::image {
namespace {

template <class Raster>
Raster turn(const Raster& from, int degrees) {
  assert(degrees == 0 || degrees == 90 || degrees == 180 || degrees == 270);
  if (degrees == 0) return from;
  Raster to = from;
  if (degrees == 180) {
    std::ranges::reverse(to.samples);
    return to;
  }
  to.rows = from.columns;
  to.columns = from.rows;
  for (int y = 0; y < to.rows; ++y)
    for (int x = 0; x < to.columns; ++x)
      to.at(y, x) = degrees == 90 ? from.at(from.rows - 1 - x, y) : from.at(x, from.columns - 1 - y);
  return to;
}

template <class Raster>
Raster mirror(Raster raster) {
  for (int y = 0; y < raster.rows; ++y) {
    const auto begin = raster.samples.begin() + static_cast<std::ptrdiff_t>(y) * raster.columns;
    std::reverse(begin, begin + raster.columns);
  }
  return raster;
}

}  // namespace

Image turned(const Image& image, int degrees) {
  return turn(image, degrees);
}
Mask turned(const Mask& mask, int degrees) {
  return turn(mask, degrees);
}
Plane turned(const Plane& plane, int degrees) {
  return turn(plane, degrees);
}

Image mirrored(const Image& image) {
  return mirror(image);
}
Mask mirrored(const Mask& mask) {
  return mirror(mask);
}

Image inverted(const Image& image) {
  Image result = image;
  for (auto& value : result.samples) value = static_cast<std::uint16_t>(65535 - value);
  return result;
}

}  // namespace roentgen::image
