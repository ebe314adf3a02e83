#include "dicom/jpeg_header.h"
#include "dicom/object_kind.h"
#include "dicom/stored_frame.h"

namespace roentgen::dicom {
namespace {

// What the first bytes of a compressed frame are; Codec::none if they show nothing.
Codec recognise(ByteView fragment) {
  if (fragment.size() < 12) return Codec::none;
  const std::uint32_t start = load32(fragment.data(), true);
  if (start == 0xFF4FFF51 || (start == 12 && load32(fragment.data() + 4, true) == 0x6A502020))
    return Codec::jpeg_2000;
  if (start >> 8 != 0xFFD8FF) return Codec::none;
  const auto header = read_jpeg_header(fragment);
  return header && header->is_jpeg_ls() ? Codec::jpeg_ls : Codec::jpeg;
}

std::string codec_name(Codec codec) {
  return codec == Codec::jpeg ? "JPEG" : codec == Codec::jpeg_ls ? "JPEG-LS" : "JPEG 2000";
}

base::Result<void> find_compressed(const Part10& file, PixelSource& source,
                                   std::vector<std::string>& remarks) {
  const Codec declared = file.syntax != nullptr ? file.syntax->codec : Codec::none;
  const Codec seen = file.fragments.size() > 1 ? recognise(file.fragments[1]) : Codec::none;
  source.codec = declared;
  const bool same_family = declared == Codec::htj2k && seen == Codec::jpeg_2000;
  if (seen != Codec::none && seen != declared && !same_family &&
      (file.syntax == nullptr || declared != Codec::none)) {
    remarks.push_back("the pixel data are " + codec_name(seen) + ", not what the transfer syntax says");
    source.codec = seen;
  }
  if (source.codec == Codec::none || source.codec == Codec::native) {
    if (file.syntax == nullptr)
      return undecodable("the pixel data are compressed in a transfer syntax that is not known");
    return undecodable("pixel data in the transfer syntax " + std::string(file.syntax->name) +
                       " are not read");
  }
  auto frames = frames_of_fragments(file, source.format.frames, source.codec, remarks);
  if (!frames) return std::unexpected(frames.error());
  source.compressed = std::move(*frames);
  return {};
}

base::Result<void> find_native(const Part10& file, PixelSource& source, std::vector<std::string>& remarks) {
  PixelFormat& format = source.format;
  const Element* pixels = find(file.data, tag::kPixelData);
  if (format.kind == SampleKind::float32) pixels = find(file.data, tag::kFloatPixelData);
  if (format.kind == SampleKind::float64) pixels = find(file.data, tag::kDoubleFloatPixelData);
  if (file.syntax != nullptr && file.syntax->codec != Codec::native)
    remarks.push_back("the pixel data are not compressed although the transfer syntax says so");
  source.native = pixels->value;
  if (source.native.empty()) return undecodable("the pixel data are empty");
  source.big_endian = file.data.big_endian || (file.syntax != nullptr && file.syntax->big_endian_pixels);
  source.swapped_bytes =
      source.big_endian && format.bits_allocated <= 8 && pixels->vr == std::array{'O', 'W'};
  const bool halved = format.photometric == "YBR_FULL_422" || format.photometric == "YBR_PARTIAL_422";
  if (halved && format.bits_allocated == 8) {
    const std::size_t full = format.samples_per_frame() * static_cast<std::size_t>(format.frames);
    source.subsampled = source.native.size() < full;
    if (!source.subsampled)
      remarks.push_back("the pixel data are not subsampled although " + format.photometric + " says so");
  }
  return {};
}

}  // namespace

base::Result<PixelSource> find_pixels(const Part10& file, std::vector<std::string>& remarks) {
  const bool has_pixels = find(file.data, tag::kPixelData) != nullptr ||
                          find(file.data, tag::kFloatPixelData) != nullptr ||
                          find(file.data, tag::kDoubleFloatPixelData) != nullptr;
  if (!has_pixels) return undecodable(why_no_pixels(file));
  auto format = read_pixel_format(file.data, remarks);
  if (!format) return std::unexpected(format.error());
  PixelSource source;
  source.format = std::move(*format);
  const auto found =
      file.encapsulated ? find_compressed(file, source, remarks) : find_native(file, source, remarks);
  if (!found) return std::unexpected(found.error());
  return source;
}

}  // namespace roentgen::dicom
