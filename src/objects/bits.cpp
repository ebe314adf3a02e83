#include "objects/bits.h"

#include <bit>
#include <cstring>

namespace roentgen::objects {
namespace {

// Eight samples of 0 or 1, the first in the lowest byte, gathered into eight bits: the products meet in the
// highest byte and none of them carries.
std::uint8_t gather(std::uint64_t samples) {
  return static_cast<std::uint8_t>((samples * 0x0102040810204080U) >> 56);
}

// Every byte that is not 0 becomes 1.
std::uint64_t to_ones(std::uint64_t bytes) {
  constexpr std::uint64_t kLow = 0x7F7F7F7F7F7F7F7FU;
  return ((((bytes & kLow) + kLow) | bytes) >> 7) & 0x0101010101010101U;
}

std::uint64_t load8(const std::uint8_t* at) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, at, 8);
  if constexpr (std::endian::native == std::endian::big) {
    std::uint64_t swapped = 0;
    for (int i = 0; i < 8; ++i) swapped |= ((bytes >> (8 * i)) & 0xFF) << (56 - 8 * i);
    bytes = swapped;
  }
  return bytes;
}

}  // namespace

void BitPacker::add(std::span<const std::uint8_t> samples, base::Bytes& out) {
  const std::size_t from = out.size();
  out.resize(from + (static_cast<std::size_t>(count_) + samples.size()) / 8);
  std::byte* put = out.data() + from;
  std::size_t i = 0;
  for (; i + 8 <= samples.size(); i += 8) {
    const unsigned bits = gather(to_ones(load8(samples.data() + i)));
    waiting_ |= bits << count_;
    *put++ = static_cast<std::byte>(waiting_ & 0xFF);
    waiting_ >>= 8;
  }
  for (; i < samples.size(); ++i) {
    waiting_ |= (samples[i] != 0 ? 1U : 0U) << count_;
    if (++count_ < 8) continue;
    *put++ = static_cast<std::byte>(waiting_);
    waiting_ = 0;
    count_ = 0;
  }
}

void BitPacker::finish(base::Bytes& out) {
  if (count_ > 0) out.push_back(static_cast<std::byte>(waiting_));
  waiting_ = 0;
  count_ = 0;
}

std::size_t packed_bytes(std::size_t frames, std::size_t pixels_per_frame) {
  const std::size_t bytes = (frames * pixels_per_frame + 7) / 8;
  return bytes + bytes % 2;
}

}  // namespace roentgen::objects
