// The Huffman codes of lossless JPEG: a code says how many bits of the difference follow (T.81 H.1.2.2,
// F.2.2.3).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "dicom/entropy_bits.h"

namespace roentgen::dicom {

class HuffmanDifferences {
 public:
  // `counts`: codes of 1 … 16 bits; `categories`: as many symbols, 0 … 16. nullopt for an impossible table.
  static std::optional<HuffmanDifferences> make(const std::array<std::uint8_t, 16>& counts,
                                                ByteView categories);

  // After bits.refill(). A code that does not exist gives kNoCode.
  static constexpr int kNoCode = 1 << 20;
  int next(EntropyBits<Stuffing::zero_byte>& bits) const {
    const Short entry = short_[bits.ahead() >> (64 - kLookAhead)];
    if (entry.bits != 0) [[likely]] {
      bits.drop(entry.bits);
      return entry.difference;
    }
    const Decoded decoded = next_long(bits);
    bits = decoded.bits;
    return decoded.difference;
  }

 private:
  static constexpr int kLookAhead = 12;
  struct Short {
    std::int16_t difference = 0;
    std::uint8_t bits = 0;  // of code and difference together; 0: longer than the look-ahead
  };
  struct Long {
    std::uint32_t begin = 0;  // of the codes of one length, left-aligned in 16 bits
    std::uint32_t end = 0;
    std::size_t first = 0;  // of their categories
  };
  struct Decoded {
    int difference;
    EntropyBits<Stuffing::zero_byte> bits;
  };
  // By value, so that the caller's reader can live in registers.
  Decoded next_long(EntropyBits<Stuffing::zero_byte> bits) const;

  std::vector<Short> short_ = std::vector<Short>(std::size_t{1} << kLookAhead);
  std::array<Long, 17> long_{};
  std::vector<std::uint8_t> categories_;
};

}  // namespace roentgen::dicom
