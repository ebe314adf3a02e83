// What every decoder of this room takes and gives: one compressed frame in, samples in C order out.
#pragma once

#include "base/file.h"
#include "base/result.h"
#include "dicom/pixel_format.h"
#include "dicom/sample_buffer.h"

namespace roentgen::dicom {

// How the three samples of a colour pixel are to be understood.
enum class ColourModel { grey, rgb, ybr_full, ybr_partial, palette };

struct DecodedFrame {
  SampleBuffer
      samples;  // little endian, rows x columns x samples, bits_allocated each (1 bit: one byte each)
  int bits_allocated = 8;  // may be more than the header's if the code stream has more
  int bits_used = 8;       // precision of the code stream; values have no other bits
  bool ycbcr = false;      // the samples are Y, Cb, Cr
  bool is_signed = false;  // by the code stream, against the header; else the header's sign is theirs
};

inline std::unexpected<base::Error> undecodable(std::string sentence) {
  return base::fail(base::ErrorCode::unusable_input, std::move(sentence));
}

// A stream whose size cannot be true for its length: refused before anything is allocated.
// `most_pixels_per_byte`: what the method can reach on a blank image.
bool plausible_size(const PixelFormat& format, std::size_t compressed_bytes,
                    std::size_t most_pixels_per_byte);

// Samples of `from` bytes become samples of `to` bytes (little endian, unsigned, to >= from).
void widen(SampleBuffer& samples, std::size_t from, std::size_t to);

// Three planes one after the other become pixels of three samples.
SampleBuffer interleave_planes(ByteView planes, std::size_t pixels, std::size_t bytes_per_sample);

base::Result<DecodedFrame> decode_rle(ByteView stream, const PixelFormat& format);
base::Result<DecodedFrame> decode_jpeg(ByteView stream, const PixelFormat& format,
                                       std::vector<std::string>& remarks);
base::Result<DecodedFrame> decode_jpeg_ls(ByteView stream, const PixelFormat& format);
// Part 1 and High-Throughput (Part 15).
base::Result<DecodedFrame> decode_jpeg_2000(ByteView stream, const PixelFormat& format,
                                            std::vector<std::string>& remarks);
base::Result<DecodedFrame> decode_deflated_frame(ByteView stream, const PixelFormat& format);

}  // namespace roentgen::dicom
