#include "dicom/jpeg_2000_header.h"

namespace roentgen::dicom {

namespace {

// The tile part whose SOT marker (T.800 A.4.2) lies here, if nothing but the end of the stream comes behind
// it.
std::optional<TilePart> only_part(ByteView code_stream, std::size_t at) {
  constexpr std::size_t kSegment = 12, kEndAndPadding = 3;
  if (code_stream.size() - at < kSegment) return {};
  const std::size_t length = load32(code_stream.data() + at + 6, true);
  const std::size_t left = code_stream.size() - at;
  if (length < kSegment || length > left || left - length > kEndAndPadding) return {};
  return TilePart{at, at + length};
}

}  // namespace

// Marker segments of the main header (T.800 A.2, T.814 A.2), up to the first tile.
std::optional<TilePart> tile_for_openjph(ByteView code_stream, const PixelFormat& format) {
  constexpr std::uint32_t kHighThroughput = 1U << 17;  // Pcap15: Part 15
  bool high_throughput = false, coding_seen = false;
  std::size_t at = 2;
  while (at + 4 <= code_stream.size()) {
    const int marker = load16(code_stream.data() + at, true);
    const std::size_t length = load16(code_stream.data() + at + 2, true);
    if (marker == 0xFF90) return high_throughput && coding_seen ? only_part(code_stream, at) : std::nullopt;
    if (length < 2 || length > code_stream.size() - at - 2) return {};
    const ByteView body = code_stream.subspan(at + 4, length - 2);
    const auto byte = [&](std::size_t i) { return std::to_integer<int>(body[i]); };
    if (marker == 0xFF51) {  // SIZ: one tile from the origin
      if (body.size() < 36) return {};
      const auto value = [&](std::size_t i) { return load32(body.data() + i, true); };
      const auto columns = static_cast<std::uint32_t>(format.columns),
                 rows = static_cast<std::uint32_t>(format.rows);
      if (value(10) != 0 || value(14) != 0 || value(26) != 0 || value(30) != 0 || value(18) < columns ||
          value(22) < rows)
        return {};
    } else if (marker == 0xFF50) {  // CAP
      high_throughput = body.size() >= 4 && (load32(body.data(), true) & kHighThroughput) != 0;
    } else if (marker == 0xFF52) {  // COD
      constexpr int kOnlyHt = 0x40;
      if (body.size() < 10 || load16(body.data() + 2, true) != 1 || byte(8) != kOnlyHt) return {};
      const int levels = byte(5);
      if (levels > 16 || format.columns >> levels < 2 || format.rows >> levels < 2) return {};
      coding_seen = true;
    } else if (marker == 0xFF53 || marker == 0xFF5D || marker == 0xFF5E || marker == 0xFF5F ||
               marker == 0xFF60) {
      return {};  // COC, QCC, RGN, POC, PPM
    }
    at += 2 + length;
  }
  return {};
}

}  // namespace roentgen::dicom
