// Colour palettes (PS3.3 C.7.6.3.1.5, C.7.6.3.1.6 and C.7.9.2), plain and segmented.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/result.h"
#include "dicom/data_set.h"

namespace roentgen::dicom {

struct Palette {
  std::array<std::vector<std::uint16_t>, 3> channels;  // red, green, blue: as many entries each
  int first = 0;      // the stored value of entry 0; values outside get the nearest entry
  int highest = 255;  // of an entry: 255 or 65535
};

// `unusable_input` if it is missing, or has fewer entries than it says.
base::Result<Palette> read_palette(const DataSet& data, bool signed_input);

// PS3.3 C.7.9.2: discrete, linear and indirect segments; empty if they do not make `entries` entries.
// `bits` of a value, 8 or 16: an offset has 32 bits in either case and counts bytes.
std::vector<std::uint16_t> expand_segments(const std::vector<std::uint16_t>& segments, int bits,
                                           std::size_t entries);

}  // namespace roentgen::dicom
