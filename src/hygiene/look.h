// What is measured of one picture of a set.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "hygiene/copies.h"
#include "image/image.h"

namespace roentgen::hygiene {

// Numbers a picture can be told by without looking at what it shows. Grey values are parts of white, 0 … 1.
enum Number : std::size_t {
  kMean,
  kContrast,
  kP1,
  kP5,
  kP25,
  kP50,
  kP75,
  kP95,
  kP99,
  kBlack,
  kWhite,
  kSharpness,
  kLongSide,
  kAspect,
  kNumbers
};
inline constexpr std::array<const char*, kNumbers> kNumberNames{
    "mean_grey", "contrast", "p1", "p5", "p25", "p50", "p75", "p95", "p99",
    "black",      // part of the pixels that is exactly black
    "white",      // exactly white
    "sharpness",  // image::sharpness()
    "long_side",  // pixels
    "aspect"};    // columns / rows

struct Look {
  std::string error;  // why the picture could not be read; empty: it could
  Print print;
  std::array<double, kNumbers> numbers{};
  bool read() const { return error.empty(); }
};

// The image must not be empty.
Look look_at(const image::Image& image);

}  // namespace roentgen::hygiene
