// JPEG 2000 Part 1 (ITU-T T.800) through OpenJPEG, on all cores; High-Throughput JPEG 2000 (T.814) through
// OpenJPH, or OpenJPEG too where OpenJPH is not to be trusted (see tile_for_openjph()).
#include <openjpeg.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "base/cores.h"
#include "base/large_pages.h"
#include "dicom/htj2k.h"
#include "dicom/isolated.h"
#include "dicom/jpeg_2000_header.h"

namespace roentgen::dicom {
namespace {

struct Source {
  ByteView bytes;
  std::size_t at = 0;
};

OPJ_SIZE_T read_some(void* buffer, OPJ_SIZE_T wanted, void* user) {
  auto& source = *static_cast<Source*>(user);
  const std::size_t count = std::min<std::size_t>(wanted, source.bytes.size() - source.at);
  if (count == 0) return static_cast<OPJ_SIZE_T>(-1);
  std::memcpy(buffer, source.bytes.data() + source.at, count);
  source.at += count;
  return count;
}

OPJ_OFF_T skip_some(OPJ_OFF_T count, void* user) {
  auto& source = *static_cast<Source*>(user);
  if (count < 0 || static_cast<std::size_t>(count) > source.bytes.size() - source.at) return -1;
  source.at += static_cast<std::size_t>(count);
  return count;
}

OPJ_BOOL seek_to(OPJ_OFF_T at, void* user) {
  auto& source = *static_cast<Source*>(user);
  if (at < 0 || static_cast<std::size_t>(at) > source.bytes.size()) return OPJ_FALSE;
  source.at = static_cast<std::size_t>(at);
  return OPJ_TRUE;
}

// OpenJPEG's codec and stream are the same type, `void*`: each needs a deleter of its own.
struct DestroyCodec {
  void operator()(opj_codec_t* codec) const { opj_destroy_codec(codec); }
};
struct DestroyStream {
  void operator()(opj_stream_t* stream) const { opj_stream_destroy(stream); }
};
struct DestroyImage {
  void operator()(opj_image_t* image) const { opj_image_destroy(image); }
};

using Image = std::unique_ptr<opj_image_t, DestroyImage>;

// Code blocks are independent; the result is the same for any number of threads.
int threads_for(const PixelFormat& format) {
#ifdef __SANITIZE_THREAD__
  return format.rows > 0 ? 1 : 0;  // it forbids threads in a forked process
#else
  constexpr std::size_t kWorthThreads = 500'000;  // pixels
  constexpr int kMostThreads = 8;
  return format.pixels() < kWorthThreads ? 1 : std::min(base::physical_cores(), kMostThreads);
#endif
}

// nullptr if the stream is damaged or ends early (OpenJPEG's strict mode).
Image decode(ByteView code_stream, int threads) {
  Source source{code_stream};
  const std::unique_ptr<void*, DestroyStream> stream(
      opj_stream_create(std::min<std::size_t>(std::size_t{1} << 20, code_stream.size() + 1), OPJ_TRUE));
  const std::unique_ptr<void*, DestroyCodec> codec(opj_create_decompress(OPJ_CODEC_J2K));
  if (!stream || !codec) return {};
  opj_stream_set_read_function(stream.get(), read_some);
  opj_stream_set_skip_function(stream.get(), skip_some);
  opj_stream_set_seek_function(stream.get(), seek_to);
  opj_stream_set_user_data(stream.get(), &source, nullptr);
  opj_stream_set_user_data_length(stream.get(), code_stream.size());
  opj_dparameters_t parameters;
  opj_set_default_decoder_parameters(&parameters);
  if (!opj_setup_decoder(codec.get(), &parameters) || !opj_decoder_set_strict_mode(codec.get(), OPJ_TRUE))
    return {};
  if (threads > 1) opj_codec_set_threads(codec.get(), threads);
  opj_image_t* raw = nullptr;
  const bool has_header = opj_read_header(stream.get(), codec.get(), &raw) == OPJ_TRUE;
  Image image(raw);
  if (!has_header || !image || !opj_decode(codec.get(), stream.get(), image.get())) return {};
  return image;
}

// OpenJPEG's values take 32 bits each: their memory is given back part by part, so that both forms of the
// picture are never there at once.
void store_and_release(const opj_image_comp_t& component, int number, const PixelFormat& format,
                       const DecodedFrame& frame, std::byte* out) {
  constexpr std::size_t kPart = std::size_t{1} << 18;
  const std::size_t pixel_bytes =
      static_cast<std::size_t>(format.samples) * static_cast<std::size_t>(frame.bits_allocated) / 8;
  for (std::size_t at = 0; at < format.pixels(); at += kPart) {
    const std::size_t count = std::min(kPart, format.pixels() - at);
    store_component(component.data + at, count, number, format, frame, out + at * pixel_bytes);
    base::release_pages(component.data + at, count * sizeof(OPJ_INT32));
  }
}

}  // namespace

base::Result<DecodedFrame> decode_jpeg_2000(ByteView stream, const PixelFormat& format,
                                            std::vector<std::string>& remarks) {
  const auto checked = check_jpeg_2000(stream, format);
  if (!checked) return std::unexpected(checked.error());
  DecodedFrame frame;
  frame.bits_used = checked->precision;
  frame.is_signed = is_signed_by_stream(*checked, format);
  frame.bits_allocated = std::max(format.bits_allocated, frame.bits_used <= 8    ? 8
                                                         : frame.bits_used <= 16 ? 16
                                                                                 : 32);
  if (frame.bits_allocated > 32) return undecodable("JPEG 2000 in 64-bit pixels is not read");
  const std::size_t bytes = format.samples_per_frame() * static_cast<std::size_t>(frame.bits_allocated) / 8;
  // OpenJPEG 2.5.0 ends the program by an assertion on some damaged High-Throughput code blocks, which any
  // stream may hold.
  const int threads = threads_for(format);
  const auto outcome = run_isolated(bytes, frame.samples, [&](std::byte* out) {
    if (checked->openjph_tile) return decode_with_openjph(*checked, format, frame, out);
    const Image image = decode(checked->code_stream, threads);
    if (!image || static_cast<int>(image->numcomps) != format.samples) return false;
    for (int i = 0; i < format.samples; ++i) {
      const opj_image_comp_t& component = image->comps[i];
      if (component.data == nullptr || static_cast<int>(component.w) != format.columns ||
          static_cast<int>(component.h) != format.rows)
        return false;
      store_and_release(component, i, format, frame, out);
    }
    return true;
  });
  if (!outcome) return std::unexpected(outcome.error());
  if (*outcome != Isolated::done)
    return undecodable("the JPEG 2000 stream cannot be decoded: it is damaged or cut short");
  for (std::string& sentence : contradictions(*checked, format)) remarks.push_back(std::move(sentence));
  return frame;
}

}  // namespace roentgen::dicom
