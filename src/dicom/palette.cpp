#include "dicom/palette.h"

#include <algorithm>

#include "dicom/codec_frame.h"
#include "dicom/lookup_table.h"

namespace roentgen::dicom {
namespace {

// Reads segments from a list of words; every segment is bounded by the entries that are wanted.
class Expander {
 public:
  Expander(const std::vector<std::uint16_t>& words, int bits, std::size_t entries)
      : words_(words), bits_(bits), entries_(entries) {}

  std::vector<std::uint16_t> expand() {
    std::size_t at = 0;
    while (at < words_.size() && out_.size() < entries_)
      if (!segment(at, true)) return {};
    if (out_.size() < entries_) return {};
    return std::move(out_);
  }

 private:
  bool segment(std::size_t& at, bool may_be_indirect) {
    if (at + 2 > words_.size()) return false;
    const std::uint16_t kind = words_[at];
    const std::size_t length = words_[at + 1];
    at += 2;
    if (kind == 0) return discrete(at, length);
    if (kind == 1) return linear(at, length);
    return kind == 2 && may_be_indirect && indirect(at, length);
  }

  bool discrete(std::size_t& at, std::size_t length) {
    // An empty segment would let one that repeats others go on without an end.
    if (length == 0 || length > words_.size() - at || length > entries_ - out_.size()) return false;
    out_.insert(out_.end(), words_.begin() + static_cast<std::ptrdiff_t>(at),
                words_.begin() + static_cast<std::ptrdiff_t>(at + length));
    at += length;
    return true;
  }

  // From the entry before to the one given, in `length` steps.
  bool linear(std::size_t& at, std::size_t length) {
    if (at >= words_.size() || out_.empty() || length == 0 || length > entries_ - out_.size()) return false;
    const int from = out_.back(), to = words_[at++];
    const int steps = static_cast<int>(length);
    for (int i = 1; i <= steps; ++i) {
      const long long scaled = static_cast<long long>(to - from) * i;
      const long long half = scaled < 0 ? -steps / 2 : steps / 2;
      out_.push_back(static_cast<std::uint16_t>(from + (scaled + half) / steps));
    }
    return true;
  }

  // `length` segments that begin at a byte offset, again.
  bool indirect(std::size_t& at, std::size_t length) {
    const std::size_t values = 32 / static_cast<std::size_t>(bits_);  // of an offset
    if (at + values > words_.size()) return false;
    std::size_t from = 0;
    for (std::size_t i = values; i-- > 0;) from = from << bits_ | words_[at + i];
    from /= static_cast<std::size_t>(bits_) / 8;
    at += values;
    for (std::size_t i = 0; i < length; ++i)
      if (!segment(from, false)) return false;
    return true;
  }

  const std::vector<std::uint16_t>& words_;
  int bits_;
  std::size_t entries_;
  std::vector<std::uint16_t> out_;
};

std::vector<std::uint16_t> read_channel(const DataSet& data, std::uint16_t channel, int bits,
                                        std::size_t entries) {
  const Tag plain{0x0028, static_cast<std::uint16_t>(0x1201 + channel)};
  const Tag segmented{0x0028, static_cast<std::uint16_t>(0x1221 + channel)};
  if (find(data, plain) != nullptr || find(data, segmented) == nullptr)
    return lookup_entries(data, plain, entries);
  if (bits != 8) return expand_segments(shorts(data, segmented), 16, entries);
  std::vector<std::uint16_t> bytes;
  for (const std::byte byte : find(data, segmented)->value)
    bytes.push_back(std::to_integer<std::uint16_t>(byte));
  return expand_segments(bytes, 8, entries);
}

}  // namespace

std::vector<std::uint16_t> expand_segments(const std::vector<std::uint16_t>& segments, int bits,
                                           std::size_t entries) {
  return Expander(segments, bits, entries).expand();
}

base::Result<Palette> read_palette(const DataSet& data, bool signed_input) {
  const auto descriptor = shorts(data, tag::kRedPaletteDescriptor);
  if (descriptor.size() < 3) return undecodable("the colour palette is missing");
  const std::size_t entries = descriptor[0] == 0 ? 65536 : descriptor[0];
  Palette palette;
  palette.first = signed_input ? static_cast<std::int16_t>(descriptor[1]) : descriptor[1];
  for (std::uint16_t i = 0; i < 3; ++i) {
    auto& channel = palette.channels[i];
    channel = read_channel(data, i, descriptor[2], entries);
    if (channel.empty()) return undecodable("the colour palette is incomplete");
    // 16-bit palettes may hold 8-bit entries; then no entry is greater than 255.
    if (*std::max_element(channel.begin(), channel.end()) > 255) palette.highest = 65535;
  }
  return palette;
}

}  // namespace roentgen::dicom
