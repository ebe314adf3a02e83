// Reads the bits of an entropy-coded segment: JPEG (a zero byte follows every FF byte) and JPEG-LS (a zero
// bit follows it). Stops at a marker; bits beyond it are zero, and counted.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#include "dicom/data_set.h"

namespace roentgen::dicom {

enum class Stuffing { zero_byte, zero_bit };

template <Stuffing kStuffing>
class EntropyBits {
 public:
  explicit EntropyBits(ByteView bytes) : at_(bytes.data()), end_(at_ + bytes.size()) {}

  // At least 56 bits can be looked at afterwards.
  [[gnu::always_inline]] void refill() {
    if (end_ - at_ >= 8 && !last_was_ff_) {
      std::uint64_t eight = 0;
      std::memcpy(&eight, at_, 8);
      // A byte of FF among them: the lowest bit of a zero byte in the complement is found by borrowing.
      const std::uint64_t turned = ~eight;
      if (((turned - 0x0101010101010101ULL) & ~turned & 0x8080808080808080ULL) == 0) {
        bits_ |= __builtin_bswap64(eight) >> count_;
        at_ += (63 - count_) >> 3;
        count_ |= 56;
        return;
      }
    }
    *this = refilled_by_bytes(*this);
  }

  std::uint64_t ahead() const { return bits_; }  // the next bit is the highest
  void drop(int count) {
    bits_ <<= count;
    count_ -= count;
  }
  unsigned take(int count) {  // 1 … 32
    const auto value = static_cast<unsigned>(bits_ >> (64 - count));
    drop(count);
    return value;
  }
  // Bits were used that the stream does not have.
  bool overdrawn() const { return invented_ > count_; }
  // Nothing but padding is left before a marker or the end.
  bool at_end() {
    refill();
    return ended_or_empty() && count_ - invented_ < 16;
  }
  // Goes behind the restart marker that must stand here (D0 … D7), after less than a byte of padding.
  bool restart() {
    refill();
    if (!ended_ || count_ - invented_ >= 8) return false;
    while (end_ - at_ >= 2 && at_[0] == std::byte{0xFF} && at_[1] == std::byte{0xFF}) ++at_;
    if (end_ - at_ < 2 || at_[0] != std::byte{0xFF} || (at_[1] & std::byte{0xF8}) != std::byte{0xD0})
      return false;
    at_ += 2;
    bits_ = 0;
    count_ = invented_ = 0;
    ended_ = last_was_ff_ = false;
    return true;
  }

 private:
  bool ended_or_empty() const { return ended_ || at_ == end_; }
  // By value, so that the reader itself can live in registers.
  [[gnu::noinline]] static EntropyBits refilled_by_bytes(EntropyBits bits) {
    bits.refill_by_bytes();
    return bits;
  }
  void refill_by_bytes() {
    while (count_ < 56) {
      if (at_ == end_ || ended_) {
        invent();
        continue;
      }
      const auto byte = std::to_integer<std::uint64_t>(*at_);
      if constexpr (kStuffing == Stuffing::zero_byte) {
        if (byte == 0xFF) {
          if (end_ - at_ < 2 || at_[1] != std::byte{0}) {
            ended_ = true;
            continue;
          }
          ++at_;
        }
        append(byte, 8);
      } else {
        if (last_was_ff_) {
          append(byte, 7);
          last_was_ff_ = false;
        } else {
          if (byte == 0xFF) {
            if (end_ - at_ < 2 || at_[1] >= std::byte{0x80}) {
              ended_ = true;
              continue;
            }
            last_was_ff_ = true;
          }
          append(byte, 8);
        }
      }
      ++at_;
    }
  }
  void append(std::uint64_t value, int width) {
    bits_ |= value << (64 - count_ - width);
    count_ += width;
  }
  void invent() {
    count_ += 8;
    invented_ += 8;
  }

  const std::byte* at_;
  const std::byte* end_;
  std::uint64_t bits_ = 0;
  int count_ = 0;     // valid bits in bits_
  int invented_ = 0;  // how many bits in all were not in the stream
  bool ended_ = false;
  bool last_was_ff_ = false;
};

}  // namespace roentgen::dicom
