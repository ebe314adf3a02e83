#include "dicom/overlay.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "image/codec.h"

namespace roentgen::dicom {
namespace {

constexpr std::uint16_t kFirstGroup = 0x6000, kLastGroup = 0x601E;

// (60xx,….) of one group.
enum Part : std::uint16_t {
  kRows = 0x0010,
  kColumns = 0x0011,
  kFrames = 0x0015,
  kType = 0x0040,
  kOrigin = 0x0050,
  kFrameOrigin = 0x0051,
  kBitsAllocated = 0x0100,
  kBitPosition = 0x0102,
  kData = 0x3000
};

std::size_t area(const image::Mask& mask) {
  return static_cast<std::size_t>(mask.rows) * static_cast<std::size_t>(mask.columns);
}

// Which of the plane's frames lies on frame `index`; nullopt if none does.
std::optional<std::size_t> overlay_frame(const DataSet& data, std::uint16_t group, int index) {
  const long long frames = integer(data, {group, kFrames}).value_or(0);
  if (frames < 1) return 0;  // one plane for all frames
  const long long first = std::max(integer(data, {group, kFrameOrigin}).value_or(1), 1LL) - 1;
  if (index < first || index - first >= frames) return std::nullopt;
  return static_cast<std::size_t>(index - first);
}

// One bit a pixel, the first in the lowest bit; in words that are swapped in big endian files.
bool take_packed(const DataSet& data, const Element& element, std::size_t frame, image::Mask& plane) {
  const std::size_t count = area(plane);
  const ByteView bytes = element.value;
  if (frame > bytes.size() * 8 / count || (frame + 1) * count > bytes.size() * 8) return false;
  const bool swapped = data.big_endian && element.vr == std::array{'O', 'W'};
  plane.samples.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t bit = frame * count + i;
    const std::size_t at = swapped && ((bit / 8) ^ 1) < bytes.size() ? (bit / 8) ^ 1 : bit / 8;
    plane.samples[i] = std::to_integer<std::uint8_t>((bytes[at] >> static_cast<int>(bit % 8)) & std::byte{1});
  }
  return true;
}

bool take_embedded(const StoredFrame& frame, long long position, image::Mask& plane) {
  const std::size_t bytes = frame.format.bytes_per_sample();
  const bool is_value = position >= frame.shift && position < frame.shift + frame.value_bits;
  if (frame.format.samples != 1 || bytes > 2 || position < 0 || position >= static_cast<int>(8 * bytes) ||
      is_value)
    return false;
  plane.rows = frame.format.rows;
  plane.columns = frame.format.columns;
  plane.samples.resize(area(plane));
  for (std::size_t i = 0; i < plane.samples.size(); ++i) {
    const int word =
        bytes == 1 ? std::to_integer<int>(frame.samples[i]) : load16(frame.samples.data() + 2 * i, false);
    plane.samples[i] = static_cast<std::uint8_t>((word >> position) & 1);
  }
  return true;
}

}  // namespace

std::vector<Overlay> read_overlays(const DataSet& data, const PixelFormat& header, const StoredFrame& frame,
                                   int index, std::vector<std::string>& remarks) {
  std::vector<Overlay> overlays;
  for (std::uint16_t group = kFirstGroup; group <= kLastGroup;
       group = static_cast<std::uint16_t>(group + 2)) {
    const Element* packed = find(data, {group, kData});
    const auto position = integer(data, {group, kBitPosition});
    const auto allocated = integer(data, {group, kBitsAllocated});
    const bool embedded =
        packed == nullptr && position && allocated == header.bits_allocated && header.bits_allocated > 1;
    if (packed == nullptr && !embedded) continue;
    const auto plane_frame = overlay_frame(data, group, index);
    if (!plane_frame) continue;
    Overlay overlay;
    overlay.group = group;
    overlay.in_pixel_bits = embedded;
    overlay.is_region = upper_text(data, {group, kType}) == "R";
    const auto origin = shorts(data, {group, kOrigin});
    if (origin.size() >= 2) {
      overlay.top = static_cast<std::int16_t>(origin[0]) - 1;
      overlay.left = static_cast<std::int16_t>(origin[1]) - 1;
    }
    overlay.plane.rows = static_cast<int>(integer(data, {group, kRows}).value_or(0));
    overlay.plane.columns = static_cast<int>(integer(data, {group, kColumns}).value_or(0));
    const bool taken = embedded ? take_embedded(frame, *position, overlay.plane)
                                : overlay.plane.rows > 0 && overlay.plane.columns > 0 &&
                                      overlay.plane.rows <= image::kLargestSide &&
                                      overlay.plane.columns <= image::kLargestSide &&
                                      area(overlay.plane) <= image::kMostPixels &&
                                      take_packed(data, *packed, *plane_frame, overlay.plane);
    if (taken)
      overlays.push_back(std::move(overlay));
    else
      remarks.push_back("an overlay plane is damaged and left out");
  }
  return overlays;
}

std::string words_of(const Overlay& overlay) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string group;
  for (int shift = 12; shift >= 0; shift -= 4) group += kDigits[(overlay.group >> shift) & 0xF];
  return "group " + group + ": " + (overlay.is_region ? "a region of " : "graphics of ") +
         std::to_string(overlay.plane.columns) + " x " + std::to_string(overlay.plane.rows) +
         " pixels at row " + std::to_string(overlay.top + 1) + ", column " +
         std::to_string(overlay.left + 1) + (overlay.in_pixel_bits ? " (in unused bits of the pixels)" : "");
}

void draw_overlay(const Overlay& overlay, image::Image& onto) {
  constexpr std::uint16_t kBright = 49152;
  for (int y = 0; y < overlay.plane.rows; ++y) {
    const int row = y + overlay.top;
    if (row < 0 || row >= onto.rows) continue;
    for (int x = 0; x < overlay.plane.columns; ++x) {
      const int column = x + overlay.left;
      if (column < 0 || column >= onto.columns || overlay.plane.at(y, x) == 0) continue;
      std::uint16_t& sample = onto.at(row, column);
      sample = sample < kBright ? 65535 : 0;
    }
  }
}

}  // namespace roentgen::dicom
