#include "dicom/stored_frame.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace roentgen::dicom {
namespace {

base::Bytes unpack_bits(ByteView bytes, std::size_t first_bit, std::size_t count) {
  base::Bytes samples(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t bit = first_bit + i;
    samples[i] = (bytes[bit / 8] >> static_cast<int>(bit % 8)) & std::byte{1};
  }
  return samples;
}

// PS3.3 C.7.6.3.1.2: two luma samples, then the chroma pair both share.
base::Bytes expand_422(ByteView bytes, std::size_t pixels) {
  base::Bytes samples(pixels * 3);
  for (std::size_t i = 0; i < pixels; ++i) {
    const std::size_t pair = i / 2 * 4;
    samples[3 * i] = bytes[pair + i % 2];
    samples[3 * i + 1] = bytes[pair + 2];
    samples[3 * i + 2] = bytes[pair + 3];
  }
  return samples;
}

base::Bytes reversed_words(ByteView bytes, std::size_t word) {
  if (word == 2) {
    base::Bytes swapped(bytes.size());
    for (std::size_t at = 0; at + 2 <= bytes.size(); at += 2) {
      swapped[at] = bytes[at + 1];
      swapped[at + 1] = bytes[at];
    }
    if (bytes.size() % 2 != 0) swapped.back() = bytes.back();
    return swapped;
  }
  base::Bytes result(bytes.begin(), bytes.end());
  for (std::size_t at = 0; at + word <= result.size(); at += word)
    std::reverse(result.data() + at, result.data() + at + word);
  return result;
}

// JPEG-LS knows no sign: the stored bits of a negative value come out as they lie.
void extend_sign(SampleBuffer& samples, std::size_t bytes, int bits) {
  const int unused = 64 - bits;
  for (std::size_t at = 0; at + bytes <= samples.size(); at += bytes) {
    std::uint64_t value = 0;
    std::memcpy(&value, samples.data() + at, bytes);
    const auto extended = static_cast<std::int64_t>(value << unused) >> unused;
    std::memcpy(samples.data() + at, &extended, bytes);
  }
}

void own(StoredFrame& frame, SampleBuffer samples) {
  frame.storage = std::move(samples);
  frame.samples = frame.storage;
}

std::string short_data(std::size_t have, std::size_t need) {
  return "the pixel data are cut short: " + std::to_string(have) + " bytes where " + std::to_string(need) +
         " are needed";
}

base::Result<void> take_native(const PixelSource& source, std::size_t index, StoredFrame& frame) {
  const PixelFormat& format = source.format;
  const std::size_t pixels = format.pixels();
  if (format.bits_allocated == 1) {
    const std::size_t first = index * pixels;
    if ((first + pixels + 7) / 8 > source.native.size())
      return undecodable(short_data(source.native.size(), (first + pixels + 7) / 8));
    own(frame, unpack_bits(source.native, first, pixels));
    return {};
  }
  const std::size_t bytes = format.bytes_per_sample();
  const std::size_t size = source.subsampled ? (pixels + 1) / 2 * 4 : format.samples_per_frame() * bytes;
  const std::size_t needed = size * (index + 1);
  if (needed > source.native.size()) return undecodable(short_data(source.native.size(), needed));
  base::Bytes ordered;
  if (source.swapped_bytes) {
    const std::size_t first = size * index / 2 * 2;
    const std::size_t last = std::min(source.native.size(), (needed + 1) / 2 * 2);
    ordered = reversed_words(source.native.subspan(first, last - first), 2);
    ordered.erase(ordered.begin(), ordered.begin() + static_cast<std::ptrdiff_t>(size * index - first));
    ordered.resize(size);
    own(frame, std::move(ordered));
  } else if (source.big_endian && bytes > 1) {
    own(frame, reversed_words(source.native.subspan(size * index, size), bytes));
  } else {
    frame.samples = source.native.subspan(size * index, size);
  }
  if (source.subsampled) own(frame, expand_422(frame.samples, pixels));
  if (format.planar) own(frame, interleave_planes(frame.samples, pixels, bytes));
  return {};
}

base::Result<DecodedFrame> decode(const PixelSource& source, ByteView stream,
                                  std::vector<std::string>& remarks) {
  switch (source.codec) {
    case Codec::rle:
      return decode_rle(stream, source.format);
    case Codec::jpeg:
      return decode_jpeg(stream, source.format, remarks);
    case Codec::jpeg_ls:
      return decode_jpeg_ls(stream, source.format);
    case Codec::jpeg_2000:
    case Codec::htj2k:
      return decode_jpeg_2000(stream, source.format, remarks);
    case Codec::deflated_frame:
      return decode_deflated_frame(stream, source.format);
    case Codec::native:
    case Codec::none:
      break;
  }
  return base::fail(base::ErrorCode::internal, "a frame was given to no decoder");
}

// A code stream of a precision of its own has no overlays in unused bits: all it holds is value. Neither has
// one of a sign of its own, unless its sign is the header's highest bit.
bool has_own_range(const DecodedFrame& decoded, const PixelFormat& format) {
  if (decoded.is_signed && decoded.bits_used != format.high_bit + 1) return true;
  return decoded.bits_used > format.bits_stored &&
         (decoded.bits_used < format.bits_allocated || decoded.bits_allocated > format.bits_allocated);
}

base::Result<void> take_compressed(const PixelSource& source, std::size_t index, StoredFrame& frame,
                                   std::vector<std::string>& remarks) {
  if (index >= source.compressed.size())
    return undecodable("the pixel data hold " + std::to_string(source.compressed.size()) + " of the " +
                       std::to_string(source.format.frames) + " frames the header claims");
  base::Bytes storage;
  auto decoded = decode(source, joined(source.compressed[index], storage), remarks);
  if (!decoded) return std::unexpected(decoded.error());
  const PixelFormat& format = source.format;
  const std::size_t bytes = static_cast<std::size_t>(std::max(decoded->bits_allocated, 8)) / 8;
  if (format.bits_allocated == 1 && source.codec != Codec::jpeg_2000) {
    own(frame, unpack_bits(decoded->samples, 0, format.pixels()));
  } else {
    if (source.codec == Codec::jpeg_ls && format.is_signed && decoded->bits_used < decoded->bits_allocated)
      extend_sign(decoded->samples, bytes, decoded->bits_used);
    frame.format.bits_allocated = decoded->bits_allocated;
    own(frame, std::move(decoded->samples));
  }
  if (source.codec == Codec::deflated_frame && format.planar)
    own(frame, interleave_planes(frame.samples, format.pixels(), bytes));
  if (decoded->is_signed) frame.format.is_signed = true;
  if (has_own_range(*decoded, format)) {
    frame.value_bits = decoded->bits_used;
    frame.shift = 0;
  }
  if (decoded->ycbcr) frame.model = ColourModel::ybr_full;
  if (source.codec == Codec::jpeg && !decoded->ycbcr && format.samples == 3) frame.model = ColourModel::rgb;
  return {};
}

ColourModel declared_model(const PixelSource& source) {
  const std::string& photometric = source.format.photometric;
  if (source.format.samples == 1)
    return photometric == "PALETTE COLOR" ? ColourModel::palette : ColourModel::grey;
  if (photometric.starts_with("YBR_PARTIAL")) return ColourModel::ybr_partial;
  // JPEG 2000's own colour transforms are undone by the decoder.
  if (photometric == "YBR_RCT" || photometric == "YBR_ICT") return ColourModel::rgb;
  return photometric.starts_with("YBR") ? ColourModel::ybr_full : ColourModel::rgb;
}

}  // namespace

base::Result<StoredFrame> decode_frame(const PixelSource& source, int frame,
                                       std::vector<std::string>& remarks) {
  const PixelFormat& format = source.format;
  if (frame < 0 || frame >= format.frames)
    return undecodable("frame " + std::to_string(frame) + " is not there: the file has " +
                       std::to_string(format.frames) +
                       (format.frames == 1 ? " frame, number 0" : " frames, counted from 0"));
  StoredFrame result;
  result.format = format;
  result.format.planar = false;
  result.value_bits = format.bits_stored;
  result.shift = format.high_bit + 1 - format.bits_stored;
  result.model = declared_model(source);
  const auto index = static_cast<std::size_t>(frame);
  const auto taken = source.codec == Codec::native ? take_native(source, index, result)
                                                   : take_compressed(source, index, result, remarks);
  if (!taken) return std::unexpected(taken.error());
  if (result.format.bits_allocated == 1) result.format.bits_allocated = 8;
  const std::size_t expected = result.format.samples_per_frame() * result.format.bytes_per_sample();
  if (result.samples.size() < expected) return undecodable("the decoded frame is shorter than its image");
  result.samples = result.samples.first(expected);
  return result;
}

}  // namespace roentgen::dicom
