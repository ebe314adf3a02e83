#include "dicom/jpeg_ls_parameters.h"

#include <algorithm>
#include <bit>

namespace roentgen::dicom {
namespace {

// T.87 C.2.4.1.1.1 for NEAR = 0.
void set_defaults(int maximum, JpegLsParameters& parameters) {
  const auto clamped = [&](int value, int least) { return value > maximum || value < least ? least : value; };
  int t1 = 0, t2 = 0, t3 = 0;
  if (maximum >= 128) {
    const int factor = (std::min(maximum, 4095) + 128) / 256;
    t1 = factor + 2;
    t2 = factor * 4 + 3;
    t3 = factor * 17 + 4;
  } else {
    const int factor = 256 / (maximum + 1);
    t1 = std::max(2, 3 / factor);
    t2 = std::max(3, 7 / factor);
    t3 = std::max(4, 21 / factor);
  }
  parameters.maximum = maximum;
  parameters.t1 = clamped(t1, 1);
  parameters.t2 = clamped(t2, parameters.t1);
  parameters.t3 = clamped(t3, parameters.t2);
  parameters.reset = 64;
}

// The standard allows up to MAXVAL; beyond this the sums of a context might not fit an int.
constexpr int kLargestReset = 255;

// A preset (LSE of type 1): zeros stand for the defaults. False if it makes no sense.
bool read_preset(ByteView body, int precision, JpegLsParameters& parameters) {
  if (body.size() < 11) return false;
  const auto value = [&](std::size_t i) -> int { return load16(body.data() + 1 + 2 * i, true); };
  const int most = (1 << precision) - 1;
  const int maximum = value(0) == 0 ? most : value(0);
  if (maximum > most) return false;
  set_defaults(maximum, parameters);
  if (value(1) != 0) parameters.t1 = value(1);
  if (value(2) != 0) parameters.t2 = value(2);
  if (value(3) != 0) parameters.t3 = value(3);
  if (value(4) != 0) parameters.reset = value(4);
  return parameters.t1 >= 1 && parameters.t1 <= parameters.t2 && parameters.t2 <= parameters.t3 &&
         parameters.t3 <= maximum && parameters.reset >= 3 && parameters.reset <= kLargestReset;
}

}  // namespace

std::optional<JpegLsParameters> read_jpeg_ls_parameters(ByteView stream, const JpegHeader& header) {
  if (header.components != 1) return std::nullopt;
  JpegLsParameters parameters;
  set_defaults((1 << header.precision) - 1, parameters);
  std::size_t at = 2;
  while (at + 4 <= stream.size()) {
    if (stream[at] != std::byte{0xFF}) return std::nullopt;
    const int marker = std::to_integer<int>(stream[at + 1]);
    const std::size_t length = load16(stream.data() + at + 2, true);
    if (length < 2 || length > stream.size() - at - 2) return std::nullopt;
    const ByteView body = stream.subspan(at + 4, length - 2);
    if (marker == 0xDD) return std::nullopt;
    if (marker == 0xF8) {
      const bool is_preset = !body.empty() && body[0] == std::byte{1};
      if (!is_preset || !read_preset(body, header.precision, parameters)) return std::nullopt;
    }
    if (marker == 0xDA) {
      // One component; its mapping table, NEAR, the interleave mode and the point transform must all be 0.
      if (body.size() != 6 || body[0] != std::byte{1}) return std::nullopt;
      for (std::size_t i = 2; i < 6; ++i)
        if (body[i] != std::byte{0}) return std::nullopt;
      parameters.bits = std::bit_width(static_cast<unsigned>(parameters.maximum));
      const int bpp = std::max(2, parameters.bits);
      parameters.limit = 2 * (bpp + std::max(8, bpp));
      parameters.data = stream.subspan(at + 2 + length);
      return parameters;
    }
    at += 2 + length;
  }
  return std::nullopt;
}

}  // namespace roentgen::dicom
