#include "dicom/element_header.h"

#include <algorithm>
#include <string_view>

namespace roentgen::dicom {
namespace {

constexpr std::array<std::string_view, 13> kLongVrs{"OB", "OD", "OF", "OL", "OV", "OW", "SQ",
                                                    "SV", "UC", "UN", "UR", "UT", "UV"};
constexpr std::array<std::string_view, 21> kShortVrs{"AE", "AS", "AT", "CS", "DA", "DS", "DT",
                                                     "FD", "FL", "IS", "LO", "LT", "PN", "SH",
                                                     "SL", "SS", "ST", "TM", "UI", "UL", "US"};

template <class Table>
bool contains(const Table& table, std::array<char, 2> vr) {
  return std::find(table.begin(), table.end(), std::string_view(vr.data(), 2)) != table.end();
}

}  // namespace

bool is_known_vr(std::array<char, 2> vr) {
  return contains(kLongVrs, vr) || contains(kShortVrs, vr);
}

std::optional<ElementHeader> read_element_header(ByteView bytes, std::size_t at, std::size_t end,
                                                 bool big_endian, bool explicit_vr) {
  if (end - at < 8) return std::nullopt;
  const std::byte* const p = bytes.data() + at;
  ElementHeader header;
  header.tag = {load16(p, big_endian), load16(p + 2, big_endian)};
  header.length = load32(p + 4, big_endian);
  header.value_at = at + 8;
  if (header.tag.group == 0xFFFE) return header;

  const std::array<char, 2> vr{static_cast<char>(p[4]), static_cast<char>(p[5])};
  const auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  const bool fits_without_vr = header.length == kUndefinedLength || header.length <= end - header.value_at;
  const bool has_vr = explicit_vr ? is_known_vr(vr) || (is_letter(vr[0]) && is_letter(vr[1]))
                                  : is_known_vr(vr) && !fits_without_vr;
  if (!has_vr) return header;
  header.vr = vr;
  // VRs to come have a 32-bit length after two reserved bytes (PS3.5 table 7.1-1); nonsense mostly has 16
  // bits.
  const bool reserved = load16(p + 6, big_endian) == 0;
  const bool is_long = contains(kLongVrs, vr) || (!contains(kShortVrs, vr) && reserved);
  if (!is_long) {
    header.length = load16(p + 6, big_endian);
    return header;
  }
  if (end - at < 12) return std::nullopt;
  header.length = load32(p + 8, big_endian);
  header.value_at = at + 12;
  return header;
}

}  // namespace roentgen::dicom
