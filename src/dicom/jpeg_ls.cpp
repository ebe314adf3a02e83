// JPEG-LS (ITU-T T.87): the lossless streams of radiographs by jpeg_ls_lossless.h, all others through CharLS.
#include <charls/charls.h>

#include <algorithm>

#include "dicom/codec_frame.h"
#include "dicom/jpeg_header.h"
#include "dicom/jpeg_ls_lossless.h"

namespace roentgen::dicom {
namespace {

base::Result<JpegHeader> check_header(ByteView stream, const PixelFormat& format) {
  const auto header = read_jpeg_header(stream);
  if (!header || !header->is_jpeg_ls()) return undecodable("the JPEG-LS stream is damaged at its start");
  if (header->rows != format.rows || header->columns != format.columns ||
      header->components != format.samples)
    return undecodable("the JPEG-LS stream has another size than the header says");
  if (header->precision < 2 || header->precision > 16)
    return undecodable("the JPEG-LS stream has an impossible precision");
  if (header->scans == 0) return undecodable("the JPEG-LS stream has no image data");
  if (!plausible_size(format, stream.size(), 20'000))
    return undecodable("the JPEG-LS stream is too short for its image");
  return *header;
}

// CharLS 2.4 can run through two thousand million bits that are not there when a stream ends without its end
// marker; with the marker it stops at once. Padding after the marker is allowed.
ByteView with_end_marker(ByteView stream, base::Bytes& storage) {
  ByteView trimmed = stream;
  while (!trimmed.empty() && trimmed.back() == std::byte{0}) trimmed = trimmed.first(trimmed.size() - 1);
  if (trimmed.size() >= 2 && load16(trimmed.data() + trimmed.size() - 2, true) == 0xFFD9) return stream;
  storage.assign(stream.begin(), stream.end());
  storage.insert(storage.end(), {std::byte{0xFF}, std::byte{0xD9}});
  return storage;
}

}  // namespace

base::Result<DecodedFrame> decode_jpeg_ls(ByteView stream, const PixelFormat& format) {
  const auto header = check_header(stream, format);
  if (!header) return std::unexpected(header.error());
  if (auto lossless = decode_jpeg_ls_lossless(stream, *header, format)) return std::move(*lossless);
  DecodedFrame frame;
  const std::size_t bytes = header->precision <= 8 ? 1 : 2;
  frame.bits_used = header->precision;
  frame.bits_allocated = std::max(format.bits_allocated, static_cast<int>(8 * bytes));
  frame.ycbcr = format.samples == 3 && format.photometric.starts_with("YBR");
  base::Bytes storage;
  stream = with_end_marker(stream, storage);
  try {
    charls::jpegls_decoder decoder(stream.data(), stream.size(), true);
    frame.samples = SampleBuffer::of_size(format.samples_per_frame() * bytes);
    if (decoder.destination_size() != frame.samples.size())
      return undecodable("the JPEG-LS stream has another size than the header says");
    decoder.decode(frame.samples.data(), frame.samples.size());
    if (format.samples == 3 && decoder.interleave_mode() == charls::interleave_mode::none)
      frame.samples = interleave_planes(frame.samples, format.pixels(), bytes);
  } catch (const std::exception&) {
    return undecodable("the JPEG-LS stream cannot be decoded: it is damaged or cut short");
  }
  widen(frame.samples, bytes, static_cast<std::size_t>(frame.bits_allocated) / 8);
  return frame;
}

}  // namespace roentgen::dicom
