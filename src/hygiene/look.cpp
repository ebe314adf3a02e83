#include "hygiene/look.h"

#include <algorithm>

#include "base/sha256_stream.h"
#include "image/statistics.h"

namespace roentgen::hygiene {
namespace {

std::string sha256_of(const image::Image& image) {
  const std::array<std::uint32_t, 2> shape{static_cast<std::uint32_t>(image.rows),
                                           static_cast<std::uint32_t>(image.columns)};
  base::Sha256Stream stream;
  stream.add(std::as_bytes(std::span(shape)));
  stream.add(std::as_bytes(std::span(image.samples)));
  return stream.hex();
}

}  // namespace

Look look_at(const image::Image& image) {
  Look look;
  look.print = {.pixels_sha256 = sha256_of(image),
                .thumb = thumb_of(image),
                .rows = image.rows,
                .columns = image.columns};
  constexpr double kWhiteValue = 65535;
  const auto all = image::statistics(image);
  constexpr std::array<double, 7> kPercents{1, 5, 25, 50, 75, 95, 99};
  const auto order = image::percentiles(image, kPercents);
  look.numbers[kMean] = all.mean / kWhiteValue;
  look.numbers[kContrast] = all.deviation / kWhiteValue;
  for (std::size_t i = 0; i < kPercents.size(); ++i) look.numbers[kP1 + i] = order[i] / kWhiteValue;
  look.numbers[kBlack] = all.black_fraction;
  look.numbers[kWhite] = all.white_fraction;
  look.numbers[kSharpness] = image::sharpness(image);
  look.numbers[kLongSide] = std::max(image.rows, image.columns);
  look.numbers[kAspect] = static_cast<double>(image.columns) / image.rows;
  return look;
}

}  // namespace roentgen::hygiene
