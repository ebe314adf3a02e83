// The SIZ marker of a JPEG 2000 code stream (ITU-T T.800 A.5.1), and how components become samples.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "dicom/codec_frame.h"

namespace roentgen::dicom {

struct TilePart {
  std::size_t begin = 0,
              end = 0;  // in the code stream: its SOT marker, and the first byte behind its packets
};

struct Jpeg2000Stream {
  ByteView code_stream;  // without the boxes of a JP2 file around it
  int precision = 8;
  bool is_signed = false;  // as the code stream says
  // Where the only tile part of a stream for OpenJPH lies; nothing: OpenJPEG reads it.
  std::optional<TilePart> openjph_tile;
};

// Refuses what does not fit the header's image before a decoder allocates anything.
base::Result<Jpeg2000Stream> check_jpeg_2000(ByteView stream, const PixelFormat& format);

// A High-Throughput stream of the kind that OpenJPH is trusted with: one tile in one part and one layer, one
// set of coding parameters, and no resolution of less than two pixels a side. OpenJPH 0.9 gives wrong pixels
// without an error where there is one; OpenJPEG reads those.
std::optional<TilePart> tile_for_openjph(ByteView code_stream, const PixelFormat& format);

// The stream's values are signed and the header calls them unsigned: the stream is right, as its encoder
// wrote them so. The other way round the header is right: encoders that know no sign write two's complement.
// Colours, indices of a palette and masks stay unsigned: they have no negative values.
bool is_signed_by_stream(const Jpeg2000Stream& stream, const PixelFormat& format);

// One sentence for each of sign and precision in which the stream contradicts the header.
std::vector<std::string> contradictions(const Jpeg2000Stream& stream, const PixelFormat& format);

// Puts one component's values into a frame's interleaved `samples` (`frame` says how wide they are). The low
// `precision` bits are taken, and read as signed if the header (PixelRepresentation) or `frame` says so.
void store_component(const std::int32_t* values, std::size_t count, int component, const PixelFormat& format,
                     const DecodedFrame& frame, std::byte* samples);

}  // namespace roentgen::dicom
