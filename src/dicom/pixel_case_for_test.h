// Grey pixels in every combination of layout, modality, VOI, padding and presentation: the file, and what the
// standard says must be shown. The formulas here are written from PS3.3 alone and share nothing with the
// room's.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "dicom/file_for_test.h"

namespace roentgen::dicom {

enum class ModalityKind { none, slope, negative_slope, table, table_of_bytes, falling_table };
enum class VoiKind { none, linear, linear_exact, sigmoid, table8_bytes, table8, table12, table16, asked };
enum class PaddingKind { none, value, range };
enum class Layout { tight, at_top, shifted };  // the stored bits: lowest, highest, one above the lowest

inline constexpr const char* kModalityNames[] = {"none",
                                                 "slope 2, intercept -1024",
                                                 "slope -10, intercept 3000",
                                                 "LUT, 16 bits, rising",
                                                 "LUT, 8-bit entries packed in bytes",
                                                 "LUT, 12 bits, falling"};
inline constexpr const char* kVoiNames[] = {"none",
                                            "LINEAR",
                                            "LINEAR_EXACT",
                                            "SIGMOID",
                                            "LUT, 8-bit entries in bytes",
                                            "LUT, 8-bit entries in words",
                                            "LUT, 12 bits",
                                            "LUT, 16 bits",
                                            "a window that the user asks for (LINEAR)"};
inline constexpr const char* kPaddingNames[] = {"none", "value", "value and range limit"};
inline constexpr const char* kLayoutNames[] = {"bits - 1", "15", "bits"};

struct PixelCase {
  int bits = 12;
  bool is_signed = false;
  Layout layout = Layout::tight;
  ModalityKind modality = ModalityKind::none;
  VoiKind voi = VoiKind::none;
  PaddingKind padding = PaddingKind::none;
  bool monochrome1 = false;
  const char* shape = nullptr;

  long low() const { return is_signed ? -(1L << (bits - 1)) : 0; }
  long high() const { return low() + (1L << bits) - 1; }
  bool inverted() const { return monochrome1 || (shape != nullptr && std::string(shape) == "INVERSE"); }
  int allocated() const { return layout == Layout::tight && bits <= 8 ? 8 : 16; }
  int high_bit() const { return layout == Layout::tight ? bits - 1 : layout == Layout::at_top ? 15 : bits; }
  // Descriptors' first values are signed where modality values can be negative.
  bool voi_is_signed() const {
    if (modality == ModalityKind::none) return is_signed;
    return modality == ModalityKind::slope || modality == ModalityKind::negative_slope;
  }
};

struct TableForCase {
  std::vector<int> entries;
  long first = 0;
  int bits = 16;

  int at(double input) const {
    const double index = std::floor(input + 0.5) - static_cast<double>(first);
    if (index <= 0) return entries.front();
    if (index >= static_cast<double>(entries.size() - 1)) return entries.back();
    return entries[static_cast<std::size_t>(index)];
  }
};

// A curve of `count` entries over the whole range of `bits`.
inline TableForCase curve(long first, long count, int bits, bool falling) {
  TableForCase table;
  table.first = first;
  table.bits = bits;
  for (long i = 0; i < count; ++i) {
    const double t = static_cast<double>(i) / static_cast<double>(count - 1);
    const double y = falling ? 1 - t : t * t * (3 - 2 * t);
    table.entries.push_back(static_cast<int>(std::lround(y * ((1 << bits) - 1))));
  }
  return table;
}

// Half of the inputs lie inside, a quarter on either side. Kept: they are asked for again and again.
inline const TableForCase& modality_table(const PixelCase& c) {
  static std::map<std::array<int, 3>, TableForCase> kept;
  TableForCase& table = kept[{c.bits, c.is_signed ? 1 : 0, static_cast<int>(c.modality)}];
  if (!table.entries.empty()) return table;
  const long quarter = (1L << c.bits) / 4;
  const int bits = c.modality == ModalityKind::table_of_bytes  ? 8
                   : c.modality == ModalityKind::falling_table ? 12
                                                               : 16;
  return table = curve(c.low() + quarter, 2 * quarter, bits, c.modality == ModalityKind::falling_table);
}

inline double modality_of(const PixelCase& c, long stored) {
  switch (c.modality) {
    case ModalityKind::none:
      return static_cast<double>(stored);
    case ModalityKind::slope:
      return 2.0 * static_cast<double>(stored) - 1024;
    case ModalityKind::negative_slope:
      return -10.0 * static_cast<double>(stored) + 3000;
    default:
      return modality_table(c).at(static_cast<double>(stored));
  }
}

inline double lowest_modality(const PixelCase& c) {
  return std::min(modality_of(c, c.low()), modality_of(c, c.high()));
}
inline double modality_range(const PixelCase& c) {
  return std::abs(modality_of(c, c.high()) - modality_of(c, c.low()));
}

inline const TableForCase& voi_table(const PixelCase& c) {
  static std::map<std::array<int, 4>, TableForCase> kept;
  TableForCase& table =
      kept[{c.bits, c.is_signed ? 1 : 0, static_cast<int>(c.modality), static_cast<int>(c.voi)}];
  if (!table.entries.empty()) return table;
  const double least = c.voi_is_signed() ? -32768 : 0, greatest = c.voi_is_signed() ? 32767 : 65535;
  const double first = std::clamp(lowest_modality(c) + modality_range(c) / 4, least, greatest - 16);
  const double count = std::clamp(modality_range(c) / 2, 16.0, 65534.0);
  const int bits = c.voi == VoiKind::table12 ? 12 : c.voi == VoiKind::table16 ? 16 : 8;
  return table = curve(static_cast<long>(first), static_cast<long>(count) / 2 * 2, bits, false);
}

// As text first, so that file and formula use the same numbers.
inline std::string window_centre(const PixelCase& c) {
  return std::to_string(static_cast<long>(lowest_modality(c) + 0.45 * modality_range(c)));
}
inline std::string window_width(const PixelCase& c) {
  return std::to_string(std::max(2L, static_cast<long>(0.6 * modality_range(c))));
}

inline std::vector<long> stored_values(const PixelCase& c) {
  const long low = c.low(), size = 1L << c.bits;
  std::vector<long> values;
  for (const long at :
       {0L, 1L, 2L, 3L, 4L, size / 8, size / 4 - 1, size / 4, size / 4 + 1, size / 3, size / 2 - 1, size / 2,
        size / 2 + 1, 5 * size / 8, 3 * size / 4, 7 * size / 8, size - 2, size - 1})
    values.push_back(low + at);
  return values;
}

inline bool is_padding(const PixelCase& c, long stored) {
  return (c.padding == PaddingKind::value && stored == c.low()) ||
         (c.padding == PaddingKind::range && stored >= c.low() && stored <= c.low() + 3);
}

// PS3.3 C.11.2.1.2.1, C.11.2.1.3.1, C.11.2.1.3.2 with ymin = 0 and ymax = 1; PS3.4 N.2 for the order.
inline double grey_of(const PixelCase& c, long stored) {
  const double x = modality_of(c, stored);
  const double centre = std::stod(window_centre(c)), width = std::stod(window_width(c));
  double y = 0;
  switch (c.voi) {
    case VoiKind::linear:
    case VoiKind::asked:
      if (x <= centre - 0.5 - (width - 1) / 2)
        y = 0;
      else if (x > centre - 0.5 + (width - 1) / 2)
        y = 1;
      else
        y = (x - (centre - 0.5)) / (width - 1) + 0.5;
      break;
    case VoiKind::linear_exact:
      y = x <= centre - width / 2 ? 0 : x > centre + width / 2 ? 1 : (x - centre) / width + 0.5;
      break;
    case VoiKind::sigmoid:
      y = 1 / (1 + std::exp(-4 * (x - centre) / width));
      break;
    case VoiKind::none: {
      // Our own rule: values of up to 8 bits as they are, others between the least and the greatest here.
      if (c.bits <= 8 && !c.is_signed && c.modality == ModalityKind::none) {
        y = x / (std::ldexp(1.0, c.bits) - 1);
        break;
      }
      double least = HUGE_VAL, greatest = -HUGE_VAL;
      for (const long value : stored_values(c))
        if (!is_padding(c, value)) {
          least = std::min(least, modality_of(c, value));
          greatest = std::max(greatest, modality_of(c, value));
        }
      y = std::clamp((x - least) / (greatest - least), 0.0, 1.0);
      break;
    }
    default: {
      const TableForCase& table = voi_table(c);
      y = table.at(x) / (std::ldexp(1.0, table.bits) - 1);
    }
  }
  return c.inverted() ? 1 - y : y;
}

// Not rounded, 0 … 65535.
inline std::vector<double> expected_display(const PixelCase& c) {
  std::vector<double> shown;
  for (const long stored : stored_values(c))
    shown.push_back(is_padding(c, stored) ? 0 : grey_of(c, stored) * 65535);
  return shown;
}

// By how many grey levels a display value is off; 0: it is the nearest one (either, half way between two).
inline int levels_off(int shown, double expected) {
  return static_cast<int>(std::ceil(std::max(0.0, std::abs(shown - expected) - 0.5 - 1e-6)));
}

inline void add_table(DataSetForTest& set, Tag tag, const TableForCase& table, bool in_bytes,
                      const char* first_vr) {
  DataSetForTest item;
  item.shorts(tag::kLutDescriptor, first_vr,
              {static_cast<int>(table.entries.size()), static_cast<int>(table.first), table.bits});
  if (in_bytes) {
    base::Bytes bytes;
    for (const int entry : table.entries) bytes.push_back(static_cast<std::byte>(entry));
    item.raw(tag::kLutData, "OW", bytes);
  } else {
    item.shorts(tag::kLutData, "OW", table.entries);
  }
  set.sequence(tag, item);
}

// The file; every bit of a word that is no stored bit is set, so that forgetting the mask shows.
inline base::Bytes file_of(const PixelCase& c) {
  DataSetForTest set;
  set.text(tag::kSopClassUid, "UI", "1.2.840.10008.5.1.4.1.1.1").text(tag::kSopInstanceUid, "UI", "2.25.1");
  set.text(tag::kModality, "CS", "CR");
  ImageForTest image;
  image.allocated = c.allocated();
  image.stored = c.bits;
  image.high_bit = c.high_bit();
  image.is_signed = c.is_signed;
  image.photometric = c.monochrome1 ? "MONOCHROME1" : "MONOCHROME2";
  const auto values = stored_values(c);
  add_image(set, image, static_cast<int>(values.size()));
  const char* vr = c.is_signed ? "SS" : "US";
  if (c.padding != PaddingKind::none) set.shorts(tag::kPixelPaddingValue, vr, {static_cast<int>(c.low())});
  if (c.padding == PaddingKind::range)
    set.shorts(tag::kPixelPaddingRangeLimit, vr, {static_cast<int>(c.low() + 3)});
  const bool window = c.voi == VoiKind::linear || c.voi == VoiKind::linear_exact || c.voi == VoiKind::sigmoid;
  if (window)
    set.text(tag::kWindowCenter, "DS", window_centre(c)).text(tag::kWindowWidth, "DS", window_width(c));
  if (c.modality == ModalityKind::slope)
    set.text(tag::kRescaleIntercept, "DS", "-1024").text(tag::kRescaleSlope, "DS", "2");
  if (c.modality == ModalityKind::negative_slope)
    set.text(tag::kRescaleIntercept, "DS", "3000").text(tag::kRescaleSlope, "DS", "-10");
  if (c.voi == VoiKind::linear_exact) set.text(tag::kVoiLutFunction, "CS", "LINEAR_EXACT");
  if (c.voi == VoiKind::sigmoid) set.text(tag::kVoiLutFunction, "CS", "SIGMOID");
  if (c.modality >= ModalityKind::table)
    add_table(set, tag::kModalityLutSequence, modality_table(c), c.modality == ModalityKind::table_of_bytes,
              vr);
  if (c.voi >= VoiKind::table8_bytes && c.voi <= VoiKind::table16)
    add_table(set, tag::kVoiLutSequence, voi_table(c), c.voi == VoiKind::table8_bytes,
              c.voi_is_signed() ? "SS" : "US");
  if (c.shape != nullptr) set.text(tag::kPresentationLutShape, "CS", c.shape);
  const int shift = c.high_bit() + 1 - c.bits;
  const unsigned mask = ((1U << c.bits) - 1) << shift;
  base::Bytes bytes;
  for (const long value : values) {
    const unsigned word = ((static_cast<unsigned>(value) << shift) & mask) | ~mask;
    bytes.push_back(static_cast<std::byte>(word & 0xFF));
    if (c.allocated() == 16) bytes.push_back(static_cast<std::byte>((word >> 8) & 0xFF));
  }
  set.raw(tag::kPixelData, c.allocated() == 16 ? "OW" : "OB", bytes);
  return with_meta(set, kExplicitLittleEndian);
}

// Calls `each` with every combination.
template <class Each>
void for_each_pixel_case(Each each) {
  PixelCase c;
  for (c.bits = 8; c.bits <= 16; ++c.bits)
    for (const bool is_signed : {false, true})
      for (const Layout layout : {Layout::tight, Layout::at_top, Layout::shifted})
        for (int modality = 0; modality < 6; ++modality)
          for (int voi = 0; voi < 9; ++voi)
            for (int padding = 0; padding < 3; ++padding)
              for (const bool monochrome1 : {false, true})
                for (const char* shape : {static_cast<const char*>(nullptr), "IDENTITY", "INVERSE"}) {
                  if (layout != Layout::tight && c.bits == 16) continue;
                  c.is_signed = is_signed;
                  c.layout = layout;
                  c.modality = static_cast<ModalityKind>(modality);
                  c.voi = static_cast<VoiKind>(voi);
                  c.padding = static_cast<PaddingKind>(padding);
                  c.monochrome1 = monochrome1;
                  c.shape = shape;
                  each(static_cast<const PixelCase&>(c));
                }
}

}  // namespace roentgen::dicom
