#include "dicom/jpeg_header.h"

#include <algorithm>
#include <cstring>

namespace roentgen::dicom {
namespace {

bool is_frame_marker(int marker) {
  return marker == 0xF7 ||
         (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC);
}

void read_frame(ByteView body, int marker, JpegHeader& header) {
  if (body.size() < 6) return;
  header.start_of_frame = marker;
  header.precision = std::to_integer<int>(body[0]);
  header.rows = load16(body.data() + 1, true);
  header.columns = load16(body.data() + 3, true);
  header.components = std::to_integer<int>(body[5]);
  header.rgb_identifiers = header.components == 3 && body.size() >= 15 && body[6] == std::byte{'R'} &&
                           body[9] == std::byte{'G'} && body[12] == std::byte{'B'};
}

// T.81 B.2.4.2: any number of tables, each a class and number, sixteen counts and as many symbols.
void read_huffman_tables(ByteView body, JpegHeader& header) {
  constexpr std::size_t kCounts = 16;
  while (body.size() > kCounts) {
    const bool is_dc = (body[0] & std::byte{0x10}) == std::byte{0};
    std::size_t symbols = 0;
    for (const std::byte count : body.subspan(1, kCounts)) symbols += std::to_integer<std::size_t>(count);
    body = body.subspan(1 + kCounts);
    const ByteView table = body.first(std::min(symbols, body.size()));
    if (is_dc)
      for (const std::byte symbol : table)
        header.largest_category = std::max(header.largest_category, std::to_integer<int>(symbol));
    body = body.subspan(table.size());
  }
}

}  // namespace

std::optional<JpegHeader> read_jpeg_header(ByteView stream) {
  if (stream.size() < 4 || load16(stream.data(), true) != 0xFFD8) return std::nullopt;
  JpegHeader header;
  std::size_t at = 2;
  while (at + 4 <= stream.size()) {
    if (stream[at] != std::byte{0xFF}) {
      if (header.first_scan_at == 0) return std::nullopt;
      const void* next = std::memchr(stream.data() + at, 0xFF, stream.size() - at);  // entropy-coded bytes
      if (next == nullptr) break;
      at = static_cast<std::size_t>(static_cast<const std::byte*>(next) - stream.data());
      continue;
    }
    const int marker = std::to_integer<int>(stream[at + 1]);
    if (marker == 0xFF) {
      ++at;
      continue;
    }
    const bool stands_alone = marker <= 0x01 || (marker >= 0xD0 && marker <= 0xD8);
    if (stands_alone || (header.first_scan_at != 0 && marker < 0xC0)) {
      at += 2;
      continue;
    }
    if (marker == 0xD9) break;
    const std::size_t length = load16(stream.data() + at + 2, true);
    if (length < 2 || length > stream.size() - at - 2) {
      header.can_be_followed = false;
      break;
    }
    const ByteView body = stream.subspan(at + 4, length - 2);
    if (is_frame_marker(marker) && header.start_of_frame == 0) read_frame(body, marker, header);
    if (marker == 0xE0 && body.size() >= 5 && std::memcmp(body.data(), "JFIF", 5) == 0) header.jfif = true;
    if (marker == 0xEE && body.size() >= 12 && std::memcmp(body.data(), "Adobe", 5) == 0)
      header.adobe_transform = std::to_integer<int>(body[11]);
    if (marker == 0xC4) read_huffman_tables(body, header);
    if (marker == 0xDA) {
      if (header.first_scan_at == 0) header.first_scan_at = at;
      ++header.scans;
      if (header.start_of_frame != 0 && header.is_jpeg_ls()) break;
    }
    at += 2 + length;
  }
  if (header.start_of_frame == 0) return std::nullopt;
  return header;
}

}  // namespace roentgen::dicom
