// High-Throughput JPEG 2000 (ITU-T T.814) through OpenJPH.
#include <openjph/ojph_arch.h>
#include <openjph/ojph_base.h>
#include <openjph/ojph_codestream.h>
#include <openjph/ojph_file.h>
#include <openjph/ojph_mem.h>
#include <openjph/ojph_message.h>
#include <openjph/ojph_params.h>

#include <algorithm>
#include <stdexcept>

#include "dicom/jpeg_2000_header.h"

namespace roentgen::dicom {
namespace {

// OpenJPH reports through global objects that print; ours throws on errors and keeps quiet otherwise.
class QuietError : public ojph::message_error {
 public:
  void operator()(int, const char*, int, const char*, ...) override { throw std::runtime_error("OpenJPH"); }
};
class QuietWarning : public ojph::message_warning {
 public:
  void operator()(int, const char*, int, const char*, ...) override {}
};

void silence_openjph() {
  static QuietError error;
  static QuietWarning warning;
  static const bool done = [] {
    ojph::configure_error(&error);
    ojph::configure_warning(&warning);
    return true;
  }();
  (void)done;
}

}  // namespace

base::Result<DecodedFrame> decode_htj2k(ByteView stream, const PixelFormat& format) {
  const auto checked = check_jpeg_2000(stream, format);
  if (!checked) return std::unexpected(checked.error());
  silence_openjph();
  DecodedFrame frame;
  frame.bits_used = checked->precision;
  frame.bits_allocated = std::max(format.bits_allocated, frame.bits_used <= 8    ? 8
                                                         : frame.bits_used <= 16 ? 16
                                                                                 : 32);
  if (frame.bits_allocated > 32) return undecodable("JPEG 2000 in 64-bit pixels is not read");
  frame.samples.resize(format.samples_per_frame() * static_cast<std::size_t>(frame.bits_allocated) / 8);
  try {
    ojph::mem_infile source;
    source.open(reinterpret_cast<const ojph::ui8*>(checked->code_stream.data()), checked->code_stream.size());
    ojph::codestream decoder;
    decoder.read_headers(&source);
    decoder.set_planar(false);
    decoder.create();
    const auto columns = static_cast<std::size_t>(format.columns);
    for (std::size_t row = 0; row < static_cast<std::size_t>(format.rows); ++row) {
      for (int component = 0; component < format.samples; ++component) {
        ojph::ui32 number = 0;
        const ojph::line_buf* line = decoder.pull(number);
        if (line == nullptr || line->size < columns || number >= static_cast<ojph::ui32>(format.samples))
          return undecodable("the High-Throughput JPEG 2000 stream is damaged");
        store_component(line->i32, columns, static_cast<int>(number), format, frame, row * columns);
      }
    }
    decoder.close();
  } catch (const std::exception&) {
    return undecodable("the High-Throughput JPEG 2000 stream cannot be decoded: it is damaged or cut short");
  }
  return frame;
}

}  // namespace roentgen::dicom
