// RLE Lossless (PS3.5 annex G): byte planes, most significant first, each packed by PackBits.
#include <algorithm>
#include <cstring>
#include <vector>

#include "dicom/codec_frame.h"

namespace roentgen::dicom {
namespace {

// One segment, unpacked piece by piece; a run may reach over the end of a piece.
class Unpacker {
 public:
  explicit Unpacker(ByteView segment) : segment_(segment) {}

  // False if the segment ends before `count` bytes came out.
  bool next(std::byte* out, std::size_t count) {
    while (count > 0) {
      if (left_ == 0 && !begin_run()) return false;
      const std::size_t length = std::min(left_, count);
      if (literal_) {
        if (length > segment_.size() - at_) return false;
        std::memcpy(out, segment_.data() + at_, length);
        at_ += length;
      } else {
        std::memset(out, std::to_integer<int>(value_), length);
      }
      out += length;
      count -= length;
      left_ -= length;
    }
    return true;
  }

 private:
  bool begin_run() {
    unsigned control = 128;
    while (control == 128) {
      if (at_ >= segment_.size()) return false;
      control = std::to_integer<unsigned>(segment_[at_++]);
    }
    literal_ = control < 128;
    left_ = literal_ ? control + 1 : 257 - control;
    if (literal_) return true;
    if (at_ >= segment_.size()) return false;
    value_ = segment_[at_++];
    return true;
  }

  ByteView segment_;
  std::size_t at_ = 0;
  std::size_t left_ = 0;  // of the present run
  bool literal_ = false;
  std::byte value_{};
};

constexpr std::size_t kPiece = 16'384;  // pixels: all planes of a piece stay in the cache

// Every `stride`-th byte of `out`.
void scatter(const std::byte* plane, std::size_t count, std::byte* out, std::size_t stride) {
  for (std::size_t i = 0; i < count; ++i) out[i * stride] = plane[i];
}

void join_words(const std::byte* high, const std::byte* low, std::size_t count, std::byte* out) {
  for (std::size_t i = 0; i < count; ++i) {
    out[2 * i] = low[i];
    out[2 * i + 1] = high[i];
  }
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
  frame.samples = SampleBuffer::of_size(count * planes);
  std::vector<Unpacker> unpackers;
  for (std::size_t plane = 0; plane < planes; ++plane) {
    const std::size_t begin = load32(stream.data() + 4 + 4 * plane, false);
    const std::size_t end = plane + 1 < planes ? load32(stream.data() + 8 + 4 * plane, false) : stream.size();
    if (begin < kHeader || begin > end || end > stream.size())
      return undecodable("the RLE frame's table of segments is damaged");
    unpackers.emplace_back(stream.subspan(begin, end - begin));
  }
  std::vector<std::byte> piece(planes * kPiece);
  for (std::size_t first = 0; first < count; first += kPiece) {
    const std::size_t length = std::min(kPiece, count - first);
    std::byte* const out = frame.samples.data() + first * planes;
    for (std::size_t plane = 0; plane < planes; ++plane)
      if (!unpackers[plane].next(piece.data() + plane * kPiece, length))
        return undecodable("the RLE frame ends before its image is complete");
    if (planes == 2 && bytes == 2) {
      join_words(piece.data(), piece.data() + kPiece, length, out);
      continue;
    }
    // Plane k holds byte (most significant first) k % bytes of sample k / bytes.
    for (std::size_t plane = 0; plane < planes; ++plane)
      scatter(piece.data() + plane * kPiece, length,
              out + plane / bytes * bytes + (bytes - 1 - plane % bytes), planes);
  }
  return frame;
}

}  // namespace roentgen::dicom
