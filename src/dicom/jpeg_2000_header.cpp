#include "dicom/jpeg_2000_header.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace roentgen::dicom {
namespace {

constexpr std::array kStart{std::byte{0xFF}, std::byte{0x4F}, std::byte{0xFF}, std::byte{0x51}};  // SOC, SIZ
constexpr std::uint64_t kMostTiles = 65'535;

template <class Sample>
void store(const std::int32_t* values, std::size_t count, int component, const PixelFormat& format,
           const DecodedFrame& frame, std::byte* samples) {
  const int unused = 32 - frame.bits_used;
  const bool is_signed = format.is_signed || frame.is_signed;
  if (format.samples == 1) {  // the common case, which the compiler turns into vectors
    const std::uint32_t sign = is_signed ? std::uint32_t{1} << (frame.bits_used - 1) : 0;
    const std::uint32_t mask = ~std::uint32_t{0} >> unused;
    for (std::size_t i = 0; i < count; ++i) {
      const auto sample = static_cast<Sample>(((static_cast<std::uint32_t>(values[i]) & mask) ^ sign) - sign);
      std::memcpy(samples + i * sizeof(Sample), &sample, sizeof sample);
    }
    return;
  }
  const auto stride = static_cast<std::size_t>(format.samples) * sizeof(Sample);
  std::byte* out = samples + static_cast<std::size_t>(component) * sizeof(Sample);
  for (std::size_t i = 0; i < count; ++i, out += stride) {
    const std::uint32_t raised = static_cast<std::uint32_t>(values[i]) << unused;
    const std::uint32_t value = is_signed
                                    ? static_cast<std::uint32_t>(static_cast<std::int32_t>(raised) >> unused)
                                    : raised >> unused;
    const auto sample = static_cast<Sample>(value);
    std::memcpy(out, &sample, sizeof sample);
  }
}

}  // namespace

base::Result<Jpeg2000Stream> check_jpeg_2000(ByteView stream, const PixelFormat& format) {
  const auto start = std::search(stream.begin(), stream.end(), kStart.begin(), kStart.end());
  Jpeg2000Stream result;
  result.code_stream = stream.subspan(static_cast<std::size_t>(start - stream.begin()));
  const ByteView siz = result.code_stream.size() > 42 ? result.code_stream.subspan(4) : ByteView{};
  if (siz.empty()) return undecodable("the JPEG 2000 stream is damaged at its start");
  const auto at32 = [&](std::size_t offset) -> std::uint64_t { return load32(siz.data() + offset, true); };
  const std::uint64_t right = at32(4), bottom = at32(8), left = at32(12), top = at32(16);
  const std::uint64_t tile_width = at32(20), tile_height = at32(24), tile_left = at32(28),
                      tile_top = at32(32);
  const int components = load16(siz.data() + 36, true);
  if (right <= left || bottom <= top || right - left != static_cast<std::uint64_t>(format.columns) ||
      bottom - top != static_cast<std::uint64_t>(format.rows))
    return undecodable("the JPEG 2000 stream has another size than the header says");
  if (components != format.samples)
    return undecodable("the JPEG 2000 stream has " + std::to_string(components) +
                       " samples per pixel, the header says " + std::to_string(format.samples));
  if (siz.size() < 38 + 3 * static_cast<std::size_t>(components))
    return undecodable("the JPEG 2000 stream is damaged at its start");
  for (int i = 0; i < components; ++i) {
    const std::byte* component = siz.data() + 38 + 3 * i;
    const int precision = std::to_integer<int>(component[0] & std::byte{0x7F}) + 1;
    if (component[1] != std::byte{1} || component[2] != std::byte{1})
      return undecodable("JPEG 2000 with subsampled components is not read");
    if (i > 0 && precision != result.precision)
      return undecodable("JPEG 2000 with components of different precision is not read");
    result.precision = precision;
    result.is_signed = (component[0] & std::byte{0x80}) != std::byte{0};
  }
  if (result.precision > 31) return undecodable("the JPEG 2000 stream has an impossible precision");
  if (tile_width == 0 || tile_height == 0 || tile_left > left || tile_top > top)
    return undecodable("the JPEG 2000 stream has impossible tiles");
  const std::uint64_t tiles = ((right - tile_left + tile_width - 1) / tile_width) *
                              ((bottom - tile_top + tile_height - 1) / tile_height);
  if (tiles > kMostTiles || tiles * 12 > stream.size())
    return undecodable("the JPEG 2000 stream is too short for its tiles");
  if (!plausible_size(format, stream.size(), 1000))
    return undecodable("the JPEG 2000 stream is too short for its image");
  if (result.precision <= 16) result.openjph_tile = tile_for_openjph(result.code_stream, format);
  return result;
}

bool is_signed_by_stream(const Jpeg2000Stream& stream, const PixelFormat& format) {
  return stream.is_signed && !format.is_signed && format.samples == 1 && format.bits_allocated > 1 &&
         format.photometric != "PALETTE COLOR";
}

std::vector<std::string> contradictions(const Jpeg2000Stream& stream, const PixelFormat& format) {
  const auto sign = [](bool is_signed) -> std::string { return is_signed ? "signed" : "unsigned"; };
  std::vector<std::string> sentences;
  if (stream.is_signed != format.is_signed)
    sentences.push_back("the JPEG 2000 stream is " + sign(stream.is_signed) + ", the header says " +
                        sign(format.is_signed) + "; taken as " +
                        sign(format.is_signed || is_signed_by_stream(stream, format)));
  if (stream.precision != format.bits_stored)
    sentences.push_back("the JPEG 2000 stream has samples of " + std::to_string(stream.precision) +
                        " bits, the header says " + std::to_string(format.bits_stored) + " (BitsStored)");
  return sentences;
}

void store_component(const std::int32_t* values, std::size_t count, int component, const PixelFormat& format,
                     const DecodedFrame& frame, std::byte* samples) {
  if (frame.bits_allocated == 8) return store<std::uint8_t>(values, count, component, format, frame, samples);
  if (frame.bits_allocated == 16)
    return store<std::uint16_t>(values, count, component, format, frame, samples);
  store<std::uint32_t>(values, count, component, format, frame, samples);
}

}  // namespace roentgen::dicom
