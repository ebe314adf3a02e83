// The picture every other room works with: one grey plane of display values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace roentgen::image {

// Display values (DICOM: P-values), 0 = black … 65535 = white, row after row, polarity already solved:
// air is dark and bone is bright. 8-bit sources are multiplied by 257. Coordinates: pixel centres, origin at
// the centre of the top-left pixel, x right, y down.
struct Image {
  int rows = 0;
  int columns = 0;
  std::vector<std::uint16_t> samples;  // rows * columns

  std::uint16_t& at(int row, int column) {
    return samples[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                   static_cast<std::size_t>(column)];
  }
  std::uint16_t at(int row, int column) const {
    return samples[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                   static_cast<std::size_t>(column)];
  }
  bool operator==(const Image&) const = default;
};

// A plane of real numbers: network inputs, heat maps, probabilities.
struct Plane {
  int rows = 0;
  int columns = 0;
  std::vector<float> samples;  // rows * columns

  float& at(int row, int column) {
    return samples[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                   static_cast<std::size_t>(column)];
  }
  float at(int row, int column) const {
    return samples[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                   static_cast<std::size_t>(column)];
  }
  bool operator==(const Plane&) const = default;
};

// A plane of small whole numbers: label masks (0 = background), or 8-bit grey.
struct Mask {
  int rows = 0;
  int columns = 0;
  std::vector<std::uint8_t> samples;  // rows * columns

  std::uint8_t& at(int row, int column) {
    return samples[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                   static_cast<std::size_t>(column)];
  }
  std::uint8_t at(int row, int column) const {
    return samples[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                   static_cast<std::size_t>(column)];
  }
  bool operator==(const Mask&) const = default;
};

// Colour for people's eyes only (overlays); interleaved R G B, 8 bits.
struct Picture {
  int rows = 0;
  int columns = 0;
  std::vector<std::uint8_t> samples;  // rows * columns * 3
};

}  // namespace roentgen::image
