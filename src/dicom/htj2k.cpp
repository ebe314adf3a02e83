#include "dicom/htj2k.h"

#include <openjph/ojph_arch.h>
#include <openjph/ojph_codestream.h>
#include <openjph/ojph_file.h>
#include <openjph/ojph_mem.h>
#include <openjph/ojph_params.h>

#include <algorithm>

namespace roentgen::dicom {

bool decode_with_openjph(const Jpeg2000Stream& stream, const PixelFormat& format, const DecodedFrame& frame,
                         std::byte* out) {
  try {
    ojph::mem_infile file;
    file.open(reinterpret_cast<const ojph::ui8*>(stream.code_stream.data()), stream.code_stream.size());
    ojph::codestream decoder;
    decoder.read_headers(&file);
    decoder.set_planar(false);
    decoder.create();
    // Lossy values may overshoot the range they were made from.
    const std::int32_t low = stream.is_signed ? -(1 << (stream.precision - 1)) : 0;
    const std::int32_t high = low + (1 << stream.precision) - 1;
    const auto columns = static_cast<std::size_t>(format.columns);
    const std::size_t line_bytes = columns * static_cast<std::size_t>(format.samples) *
                                   static_cast<std::size_t>(frame.bits_allocated) / 8;
    for (int y = 0; y < format.rows; ++y) {
      for (int i = 0; i < format.samples; ++i) {
        ojph::ui32 component = 0;
        const ojph::line_buf* const line = decoder.pull(component);
        if (line == nullptr || line->size < columns || component != static_cast<ojph::ui32>(i)) return false;
        for (std::size_t x = 0; x < columns; ++x) line->i32[x] = std::clamp(line->i32[x], low, high);
        store_component(line->i32, columns, i, format, frame, out + static_cast<std::size_t>(y) * line_bytes);
      }
    }
    decoder.close();
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace roentgen::dicom
