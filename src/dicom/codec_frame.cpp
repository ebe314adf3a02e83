#include "dicom/codec_frame.h"

#include <cstring>

#include "dicom/inflate.h"

namespace roentgen::dicom {

bool plausible_size(const PixelFormat& format, std::size_t compressed_bytes,
                    std::size_t most_pixels_per_byte) {
  constexpr std::size_t kAlwaysAllowed = std::size_t{4096} * 4096;  // blank films compress to almost nothing
  return format.pixels() <= kAlwaysAllowed || format.pixels() / most_pixels_per_byte <= compressed_bytes;
}

void widen(SampleBuffer& samples, std::size_t from, std::size_t to) {
  if (from == to) return;
  auto wide = SampleBuffer::of_size(samples.size() / from * to);
  std::memset(wide.data(), 0, wide.size());
  for (std::size_t i = 0; i < samples.size() / from; ++i)
    std::memcpy(wide.data() + i * to, samples.data() + i * from, from);
  samples = std::move(wide);
}

SampleBuffer interleave_planes(ByteView planes, std::size_t pixels, std::size_t bytes_per_sample) {
  auto samples = SampleBuffer::of_size(planes.size());
  for (std::size_t plane = 0; plane < 3; ++plane)
    for (std::size_t i = 0; i < pixels; ++i)
      std::memcpy(samples.data() + (3 * i + plane) * bytes_per_sample,
                  planes.data() + (plane * pixels + i) * bytes_per_sample, bytes_per_sample);
  return samples;
}

base::Result<DecodedFrame> decode_deflated_frame(ByteView stream, const PixelFormat& format) {
  DecodedFrame frame;
  const std::size_t bits = format.bits_allocated == 1 ? 1 : 8 * format.bytes_per_sample();
  const std::size_t expected = (format.samples_per_frame() * bits + 7) / 8;
  if (!plausible_size(format, stream.size(), 1100))
    return undecodable("the deflated frame is too short for its image");
  auto inflated = inflate(stream, expected + 2);  // an even length may be padded
  if (!inflated) return std::unexpected(inflated.error());
  if (inflated->bytes.size() < expected) return undecodable("the deflated frame is shorter than its image");
  frame.samples = std::move(inflated->bytes);
  frame.bits_allocated = format.bits_allocated;
  frame.bits_used = format.bits_stored;
  return frame;
}

}  // namespace roentgen::dicom
