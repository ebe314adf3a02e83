// The two JPEG 2000 targets, with the size that the code stream itself states. In a fuzzer the decoder runs
// in this process, in the program (and when a corpus is replayed) in a child.
#pragma once

#include "assertion_refusal.h"
#include "codec_input.h"

namespace roentgen::fuzz {

// Part 15 (High-Throughput) streams say so in bit 14 of Rsiz. -1: not the kind that is wanted, or too large.
inline int decode_jpeg_2000_if(const std::uint8_t* data, std::size_t size, bool high_throughput) {
  constexpr std::size_t kSiz = 42;  // SOC and SIZ up to the components
  if (size < kClaims + kSiz) return -1;
  CodecInput input = codec_input(data, size);
  const std::byte* const siz = input.stream.data();
  if (((dicom::load16(siz + 6, true) & 0x4000) != 0) != high_throughput) return -1;
  const auto side = [&](int end, int start) -> std::uint32_t {
    return dicom::load32(siz + end, true) - dicom::load32(siz + start, true);
  };
  constexpr std::uint32_t kLargestSide = 256;  // without the child's limit tables of larger ones fill memory
  const std::uint32_t columns = side(8, 16), rows = side(12, 20);
  if (columns - 1 >= kLargestSide || rows - 1 >= kLargestSide || input.format.bits_allocated == 1) return -1;
  input.format.rows = static_cast<int>(rows);
  input.format.columns = static_cast<int>(columns);
  input.format.samples = dicom::load16(siz + 40, true) == 3 ? 3 : 1;
  std::vector<std::string> remarks;
  unless_refused([&] { check(dicom::decode_jpeg_2000(input.stream, input.format, remarks), input.format); });
  return 0;
}

}  // namespace roentgen::fuzz
