#include "dicom/jpeg_lossless.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "dicom/huffman_differences.h"

namespace roentgen::dicom {
namespace {

constexpr std::size_t kMostComponents = 3;

// What the markers before the only scan say.
struct Scan {
  std::array<std::optional<HuffmanDifferences>, 4> tables;
  std::array<std::size_t, kMostComponents>
      table_of{};  // of each component, in the order of the pixels' samples
  std::size_t components = 0;
  std::size_t restart_pixels = 0;  // 0: no restarts
  int predictor = 1;
  int point_transform = 0;
  ByteView data;
};

bool read_tables(ByteView body, Scan& scan) {
  while (body.size() >= 17) {
    const auto number = std::to_integer<std::size_t>(body[0] & std::byte{0x0F});
    std::array<std::uint8_t, 16> counts{};
    std::size_t symbols = 0;
    for (std::size_t i = 0; i < 16; ++i) symbols += counts[i] = std::to_integer<std::uint8_t>(body[1 + i]);
    if (number >= scan.tables.size() || symbols > body.size() - 17) return false;
    scan.tables[number] = HuffmanDifferences::make(counts, body.subspan(17, symbols));
    if (!scan.tables[number]) return false;
    body = body.subspan(17 + symbols);
  }
  return body.empty();
}

// False for damage and for what is left to the general decoder.
bool read_scan(ByteView stream, const JpegHeader& header, Scan& scan) {
  std::array<int, kMostComponents> identifiers{};
  std::size_t at = 2;
  while (at + 4 <= stream.size()) {
    if (stream[at] != std::byte{0xFF}) return false;
    const int marker = std::to_integer<int>(stream[at + 1]);
    if (marker == 0xFF) {
      ++at;
      continue;
    }
    const std::size_t length = load16(stream.data() + at + 2, true);
    if (length < 2 || length > stream.size() - at - 2) return false;
    const ByteView body = stream.subspan(at + 4, length - 2);
    const auto byte = [&](std::size_t i) { return std::to_integer<int>(body[i]); };
    if (marker == 0xC4 && !read_tables(body, scan)) return false;
    if (marker == 0xDD && body.size() >= 2) scan.restart_pixels = load16(body.data(), true);
    if (marker == 0xC3) {
      const auto count = static_cast<std::size_t>(header.components);
      if (count > kMostComponents || body.size() < 6 + 3 * count) return false;
      for (std::size_t i = 0; i < count; ++i) {
        identifiers[i] = byte(6 + 3 * i);
        if (byte(7 + 3 * i) != 0x11) return false;  // subsampled
      }
    }
    if (marker == 0xDA) {
      const std::size_t count = body.empty() ? 0 : static_cast<std::size_t>(byte(0));
      if (count != static_cast<std::size_t>(header.components) || body.size() != 4 + 2 * count) return false;
      scan.components = count;
      for (std::size_t i = 0; i < count; ++i) {
        if (byte(1 + 2 * i) != identifiers[i]) return false;
        scan.table_of[i] = static_cast<std::size_t>(byte(2 + 2 * i) >> 4);
        if (scan.table_of[i] >= scan.tables.size() || !scan.tables[scan.table_of[i]]) return false;
      }
      scan.predictor = byte(1 + 2 * count);
      scan.point_transform = byte(3 + 2 * count) & 0x0F;
      scan.data = stream.subspan(at + 2 + length);
      return scan.predictor >= 1 && scan.predictor <= 7 && scan.point_transform < header.precision;
    }
    at += 2 + length;
  }
  return false;
}

// T.81 table H.1; a left, b above, c above left.
template <int kPredictor>
int predict(int a, int b, int c) {
  if constexpr (kPredictor == 1) return a;
  if constexpr (kPredictor == 2) return b;
  if constexpr (kPredictor == 3) return c;
  if constexpr (kPredictor == 4) return a + b - c;
  if constexpr (kPredictor == 5) return a + ((b - c) >> 1);
  if constexpr (kPredictor == 6) return b + ((a - c) >> 1);
  return (a + b) >> 1;
}

enum class Outcome { done, damaged, short_of_bits };

// `lines`: the line above and the present one, interleaved as in the picture. `store` gets every finished
// line.
template <int kPredictor, std::size_t kComponents, class Store>
Outcome decode_lines(const Scan& scan, const PixelFormat& format, int precision, const Store& store) {
  EntropyBits<Stuffing::zero_byte> bits(scan.data);
  const auto columns = static_cast<std::size_t>(format.columns);
  const std::size_t samples = columns * kComponents;
  std::vector<std::uint16_t> above(samples), line(samples);
  std::array<const HuffmanDifferences*, kComponents> tables{};
  for (std::size_t i = 0; i < kComponents; ++i) tables[i] = &*scan.tables[scan.table_of[i]];
  const int start = 1 << (precision - scan.point_transform - 1);
  const std::size_t restart_lines = scan.restart_pixels / columns;
  for (std::size_t y = 0; y < static_cast<std::size_t>(format.rows); ++y) {
    bool is_first = y == 0;
    if (restart_lines > 0 && y > 0 && y % restart_lines == 0) {
      if (!bits.restart()) return Outcome::damaged;
      is_first = true;
    }
    int seen = 0;  // kNoCode leaves its mark here
    std::uint16_t* const now = line.data();
    const std::uint16_t* const before = above.data();
    const auto decode = [&](std::size_t at, std::size_t i, int prediction) {
      bits.refill();
      const int difference = tables[i]->next(bits);
      seen |= difference & HuffmanDifferences::kNoCode & ~(difference >> 31);
      now[at] = static_cast<std::uint16_t>(prediction + difference);
    };
    for (std::size_t i = 0; i < kComponents; ++i) decode(i, i, is_first ? start : before[i]);
    if (is_first) {
      for (std::size_t at = kComponents; at < samples; ++at)
        decode(at, at % kComponents, now[at - kComponents]);
    } else {
      for (std::size_t x = kComponents; x < samples; x += kComponents)
        for (std::size_t i = 0; i < kComponents; ++i)
          decode(x + i, i,
                 predict<kPredictor>(now[x + i - kComponents], before[x + i], before[x + i - kComponents]));
    }
    if (seen != 0) return Outcome::damaged;
    if (bits.overdrawn()) return Outcome::short_of_bits;
    store(y, line);
    std::swap(above, line);
  }
  return Outcome::done;
}

template <std::size_t kComponents, class Store>
Outcome decode_with(const Scan& scan, const PixelFormat& format, int precision, const Store& store) {
  switch (scan.predictor) {
    case 1:
      return decode_lines<1, kComponents>(scan, format, precision, store);
    case 2:
      return decode_lines<2, kComponents>(scan, format, precision, store);
    case 3:
      return decode_lines<3, kComponents>(scan, format, precision, store);
    case 4:
      return decode_lines<4, kComponents>(scan, format, precision, store);
    case 5:
      return decode_lines<5, kComponents>(scan, format, precision, store);
    case 6:
      return decode_lines<6, kComponents>(scan, format, precision, store);
    default:
      return decode_lines<7, kComponents>(scan, format, precision, store);
  }
}

template <class Sample>
Outcome decode_into(std::byte* out, const Scan& scan, const PixelFormat& format, int precision) {
  const std::size_t samples = static_cast<std::size_t>(format.columns) * scan.components;
  const auto store = [&](std::size_t y, const std::vector<std::uint16_t>& line) {
    std::byte* to = out + y * samples * sizeof(Sample);
    for (std::size_t i = 0; i < samples; ++i) {
      const auto sample = static_cast<Sample>(line[i] << scan.point_transform);
      std::memcpy(to + i * sizeof(Sample), &sample, sizeof(Sample));
    }
  };
  return scan.components == 1 ? decode_with<1>(scan, format, precision, store)
                              : decode_with<3>(scan, format, precision, store);
}

}  // namespace

std::optional<base::Result<DecodedFrame>> decode_jpeg_lossless(ByteView stream, const JpegHeader& header,
                                                               const PixelFormat& format) {
  Scan scan;
  if (header.start_of_frame != 0xC3 || header.scans != 1 || !read_scan(stream, header, scan) ||
      (scan.components != 1 && scan.components != 3))
    return std::nullopt;
  if (scan.restart_pixels % static_cast<std::size_t>(format.columns) != 0) return std::nullopt;
  DecodedFrame frame;
  frame.bits_used = header.precision;
  frame.bits_allocated = std::max(format.bits_allocated, header.precision <= 8 ? 8 : 16);
  if (frame.bits_allocated > 16) return std::nullopt;
  frame.samples =
      SampleBuffer::of_size(format.samples_per_frame() * static_cast<std::size_t>(frame.bits_allocated) / 8);
  const Outcome outcome =
      frame.bits_allocated == 8
          ? decode_into<std::uint8_t>(frame.samples.data(), scan, format, header.precision)
          : decode_into<std::uint16_t>(frame.samples.data(), scan, format, header.precision);
  if (outcome == Outcome::short_of_bits)
    return undecodable("the JPEG stream ends before its image is complete");
  if (outcome == Outcome::damaged) return undecodable("the JPEG stream is damaged and cannot be decoded");
  return frame;
}

}  // namespace roentgen::dicom
