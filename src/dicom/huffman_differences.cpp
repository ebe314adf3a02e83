#include "dicom/huffman_differences.h"

#include <algorithm>

namespace roentgen::dicom {
namespace {

constexpr int kMostCategory = 16;

// T.81 table H.2: the lower half of a category's bit patterns are the negative differences.
int difference_of(int category, int pattern) {
  return pattern < 1 << (category - 1) ? pattern - (1 << category) + 1 : pattern;
}

}  // namespace

std::optional<HuffmanDifferences> HuffmanDifferences::make(const std::array<std::uint8_t, 16>& counts,
                                                           ByteView categories) {
  HuffmanDifferences table;
  for (const std::byte category : categories) {
    if (std::to_integer<int>(category) > kMostCategory) return std::nullopt;
    table.categories_.push_back(std::to_integer<std::uint8_t>(category));
  }
  std::uint32_t code = 0;  // left-aligned in 16 bits
  std::size_t used = 0;
  for (int length = 1; length <= 16; ++length) {
    const std::uint32_t step = 1U << (16 - length);
    Long& codes = table.long_[static_cast<std::size_t>(length)];
    codes = {code, code + counts[static_cast<std::size_t>(length - 1)] * step, used};
    if (codes.end > 0x10000) return std::nullopt;
    for (; code < codes.end; code += step, ++used) {
      const int category = table.categories_.at(used);
      const int extra = category == kMostCategory ? 0 : category;
      if (category == kMostCategory || length + extra > kLookAhead) continue;
      const int rest = kLookAhead - length - extra;
      for (int pattern = 0; pattern < 1 << extra; ++pattern) {
        const std::size_t at = (code >> (16 - kLookAhead)) + (static_cast<std::size_t>(pattern) << rest);
        const Short entry{static_cast<std::int16_t>(category == 0 ? 0 : difference_of(category, pattern)),
                          static_cast<std::uint8_t>(length + extra)};
        std::fill_n(table.short_.begin() + static_cast<std::ptrdiff_t>(at), std::size_t{1} << rest, entry);
      }
    }
  }
  return table;
}

HuffmanDifferences::Decoded HuffmanDifferences::next_long(EntropyBits<Stuffing::zero_byte> bits) const {
  const auto ahead = static_cast<std::uint32_t>(bits.ahead() >> 48);
  for (int length = 1; length <= 16; ++length) {
    const Long& codes = long_[static_cast<std::size_t>(length)];
    if (ahead < codes.begin || ahead >= codes.end) continue;
    bits.drop(length);
    const int category = categories_[codes.first + ((ahead - codes.begin) >> (16 - length))];
    if (category == 0) return {0, bits};
    if (category == kMostCategory) return {1 << 15, bits};
    const int pattern = static_cast<int>(bits.take(category));
    return {difference_of(category, pattern), bits};
  }
  return {kNoCode, bits};
}

}  // namespace roentgen::dicom
