#include "dicom/htj2k.h"

#include <openjph/ojph_arch.h>
#include <openjph/ojph_codestream.h>
#include <openjph/ojph_file.h>
#include <openjph/ojph_mem.h>
#include <openjph/ojph_params.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>

namespace roentgen::dicom {
namespace {

// The code stream, as OpenJPH 0.9 may see it. Where a code block claims more bytes than its tile part has
// left, OpenJPH reads those, writes zeros for the others behind the end of its buffer, and goes on: memory is
// damaged, and the picture is wrong without an error. So the tile part says of itself that it is endless, and
// whoever reads past its real end, or more at once than any code block can have, gets an exception.
class StrictFile final : public ojph::infile_base {
 public:
  StrictFile(ByteView bytes, const TilePart& tile) : bytes_(bytes), tile_(tile) {}

  size_t read(void* to, size_t size) override {
    constexpr std::size_t kMost =
        1 << 17;  // a code block has 4,096 values at most, a marker segment 65,535 bytes
    const std::size_t end = at_ < tile_.end ? tile_.end : bytes_.size();
    if (size > kMost || size > end - at_) throw std::runtime_error("the stream ends early");
    std::memcpy(to, bytes_.data() + at_, size);
    for (std::size_t i = 0; i < kEndless.size(); ++i)
      if (const std::size_t place = tile_.begin + kLengthAt + i; place >= at_ && place < at_ + size)
        static_cast<std::byte*>(to)[place - at_] = kEndless[i];
    at_ += size;
    return size;
  }

  int seek(ojph::si64 offset, enum infile_base::seek origin) override {
    const auto whence = [&]() -> ojph::si64 {
      if (origin == OJPH_SEEK_SET) return 0;
      return static_cast<ojph::si64>(origin == OJPH_SEEK_CUR ? at_ : bytes_.size());
    };
    // "Behind the endless tile part" is where the real one ends.
    at_ = static_cast<std::size_t>(
        std::clamp<ojph::si64>(whence() + offset, 0, static_cast<ojph::si64>(tile_.end)));
    return 0;
  }

  ojph::si64 tell() override { return static_cast<ojph::si64>(at_); }
  bool eof() override { return at_ >= bytes_.size(); }

 private:
  static constexpr std::size_t kLengthAt = 6;  // Psot, behind SOT, Lsot and Isot
  static constexpr std::array kEndless{std::byte{0x7F}, std::byte{0xFF}, std::byte{0xFF}, std::byte{0xFF}};
  ByteView bytes_;
  TilePart tile_;
  std::size_t at_ = 0;
};

}  // namespace

bool decode_with_openjph(const Jpeg2000Stream& stream, const PixelFormat& format, const DecodedFrame& frame,
                         std::byte* out) {
  try {
    StrictFile file(stream.code_stream, *stream.openjph_tile);
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
