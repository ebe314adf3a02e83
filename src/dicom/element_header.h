// The first 8 or 12 bytes of a data element (PS3.5 section 7.1), explicit or implicit, right or slightly
// wrong.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "dicom/data_set.h"

namespace roentgen::dicom {

inline constexpr std::uint32_t kUndefinedLength = 0xFFFFFFFF;

struct ElementHeader {
  Tag tag;
  std::array<char, 2> vr{};  // {0, 0}: written without one
  std::uint32_t length = 0;
  std::size_t value_at = 0;
};

bool is_known_vr(std::array<char, 2> vr);

// The header at `at`; nullopt if less than a header is left before `end`. An element without a VR is
// understood in an explicit data set, and one with a VR in an implicit one where nothing else makes sense.
std::optional<ElementHeader> read_element_header(ByteView bytes, std::size_t at, std::size_t end,
                                                 bool big_endian, bool explicit_vr);

}  // namespace roentgen::dicom
