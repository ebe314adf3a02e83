#include "dicom/jpeg_2000_header.h"

namespace roentgen::dicom {

// Marker segments of the main header (T.800 A.2, T.814 A.2), up to the first tile.
bool suits_openjph(ByteView code_stream, const PixelFormat& format) {
  constexpr std::uint32_t kHighThroughput = 1U << 17;  // Pcap15: Part 15
  bool high_throughput = false, coding_seen = false;
  std::size_t at = 2;
  while (at + 4 <= code_stream.size()) {
    const int marker = load16(code_stream.data() + at, true);
    const std::size_t length = load16(code_stream.data() + at + 2, true);
    if (marker == 0xFF90) return high_throughput && coding_seen;
    if (length < 2 || length > code_stream.size() - at - 2) return false;
    const ByteView body = code_stream.subspan(at + 4, length - 2);
    const auto byte = [&](std::size_t i) { return std::to_integer<int>(body[i]); };
    if (marker == 0xFF51) {  // SIZ: one tile from the origin
      if (body.size() < 36) return false;
      const auto value = [&](std::size_t i) { return load32(body.data() + i, true); };
      const auto columns = static_cast<std::uint32_t>(format.columns),
                 rows = static_cast<std::uint32_t>(format.rows);
      if (value(10) != 0 || value(14) != 0 || value(26) != 0 || value(30) != 0 || value(18) < columns ||
          value(22) < rows)
        return false;
    } else if (marker == 0xFF50) {  // CAP
      high_throughput = body.size() >= 4 && (load32(body.data(), true) & kHighThroughput) != 0;
    } else if (marker == 0xFF52) {  // COD
      constexpr int kOnlyHt = 0x40;
      if (body.size() < 10 || load16(body.data() + 2, true) != 1 || byte(8) != kOnlyHt) return false;
      const int levels = byte(5);
      if (levels > 16 || format.columns >> levels < 2 || format.rows >> levels < 2) return false;
      coding_seen = true;
    } else if (marker == 0xFF53 || marker == 0xFF5D || marker == 0xFF5E || marker == 0xFF5F ||
               marker == 0xFF60) {
      return false;  // COC, QCC, RGN, POC, PPM
    }
    at += 2 + length;
  }
  return false;
}

}  // namespace roentgen::dicom
