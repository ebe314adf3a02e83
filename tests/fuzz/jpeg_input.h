// The three JPEG targets: one for each of the libraries that decode 8, 12 and 16 bits, and one for the
// lossless processes. Size and samples are taken from the stream, so that it gets past the comparison with
// the header.
#pragma once

#include "codec_input.h"
#include "dicom/jpeg_header.h"

namespace roentgen::fuzz {

// -1 (libFuzzer then forgets the input) unless `wanted` says the frame header is one of the target's.
template <class Wanted>
int decode_jpeg_if(const std::uint8_t* data, std::size_t size, Wanted wanted) {
  if (size < kClaims) return -1;
  CodecInput input = codec_input(data, size);
  const auto header = dicom::read_jpeg_header(input.stream);
  if (!header || !wanted(*header)) return -1;
  constexpr std::size_t kMostPixels = 1 << 20;  // small images find the same faults sooner
  input.format.rows = header->rows;
  input.format.columns = header->columns;
  input.format.samples = header->components;
  if (input.format.pixels() == 0 || input.format.pixels() > kMostPixels) return -1;
  if (header->components != 1 && header->components != 3) return -1;
  if (input.format.bits_allocated == 1) return -1;
  std::vector<std::string> remarks;
  check(dicom::decode_jpeg(input.stream, input.format, remarks), input.format);
  return 0;
}

}  // namespace roentgen::fuzz
