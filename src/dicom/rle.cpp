// RLE Lossless (PS3.5 annex G): byte planes, most significant first, each packed by PackBits.
#include <algorithm>
#include <cstring>

#include "dicom/codec_frame.h"

namespace roentgen::dicom {
namespace {

// Writes every `stride`-th byte from `out`; false if the segment ends before `count` bytes came out.
bool unpack(ByteView segment, std::byte* out, std::size_t stride, std::size_t count) {
  std::size_t at = 0;
  std::size_t done = 0;
  while (done < count) {
    if (at >= segment.size()) return false;
    const auto control = std::to_integer<unsigned>(segment[at++]);
    if (control == 128) continue;
    if (control < 128) {
      const std::size_t length = std::min<std::size_t>(control + 1, count - done);
      if (length > segment.size() - at) return false;
      for (std::size_t i = 0; i < length; ++i) out[(done + i) * stride] = segment[at + i];
      at += control + 1;
      done += length;
    } else {
      if (at >= segment.size()) return false;
      const std::size_t length = std::min<std::size_t>(257 - control, count - done);
      for (std::size_t i = 0; i < length; ++i) out[(done + i) * stride] = segment[at];
      ++at;
      done += length;
    }
  }
  return true;
}

}  // namespace

base::Result<DecodedFrame> decode_rle(ByteView stream, const PixelFormat& format) {
  constexpr std::size_t kHeader = 64;
  constexpr std::size_t kMostSegments = 15;  // whose places the header has room for
  if (stream.size() < kHeader) return undecodable("the RLE frame is shorter than its header");
  const bool one_bit = format.bits_allocated == 1;
  const std::size_t bytes = format.bytes_per_sample();
  const std::size_t planes = bytes * static_cast<std::size_t>(format.samples);
  if (planes > kMostSegments) return undecodable("RLE cannot hold pixels of so many bytes");
  const std::size_t segments = load32(stream.data(), false);
  if (segments != planes)
    return undecodable("the RLE frame has " + std::to_string(segments) + " segments where " +
                       std::to_string(planes) + " are needed");
  const std::size_t count = one_bit ? (format.pixels() + 7) / 8 : format.pixels();
  if (count / 64 > stream.size()) return undecodable("the RLE frame is too short for its image");

  DecodedFrame frame;
  frame.bits_allocated = format.bits_allocated;
  frame.bits_used = format.bits_stored;
  frame.samples.resize(count * planes);
  for (std::size_t plane = 0; plane < planes; ++plane) {
    const std::size_t begin = load32(stream.data() + 4 + 4 * plane, false);
    const std::size_t end = plane + 1 < planes ? load32(stream.data() + 8 + 4 * plane, false) : stream.size();
    if (begin < kHeader || begin > end || end > stream.size())
      return undecodable("the RLE frame's table of segments is damaged");
    // Plane k holds byte (most significant first) k % bytes of sample k / bytes.
    const std::size_t offset = plane / bytes * bytes + (bytes - 1 - plane % bytes);
    if (!unpack(stream.subspan(begin, end - begin), frame.samples.data() + offset, planes, count))
      return undecodable("the RLE frame ends before its image is complete");
  }
  return frame;
}

}  // namespace roentgen::dicom
