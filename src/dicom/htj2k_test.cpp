// Streams of OpenJPH's own encoder, whole and cut short.
#include <gtest/gtest.h>
#include <openjph/ojph_arch.h>
#include <openjph/ojph_codestream.h>
#include <openjph/ojph_file.h>
#include <openjph/ojph_mem.h>
#include <openjph/ojph_params.h>

#include <cstring>

#include "base/random.h"
#include "dicom/codec_frame.h"
#include "dicom/jpeg_2000_header.h"

namespace roentgen::dicom {
namespace {

constexpr int kRows = 96, kColumns = 128;

PixelFormat grey_16() {
  PixelFormat format;
  format.rows = kRows;
  format.columns = kColumns;
  format.samples = 1;
  format.bits_allocated = 16;
  format.bits_stored = 16;
  return format;
}

std::vector<std::uint16_t> noise() {
  base::Random random{20, 26};
  std::vector<std::uint16_t> pixels(kRows * kColumns);
  for (auto& pixel : pixels) pixel = static_cast<std::uint16_t>(random.below(65'536));
  return pixels;
}

base::Bytes encoded(const std::vector<std::uint16_t>& pixels) {
  ojph::codestream encoder;
  ojph::param_siz size = encoder.access_siz();
  size.set_image_extent(ojph::point(kColumns, kRows));
  size.set_num_components(1);
  size.set_component(0, ojph::point(1, 1), 16, false);
  ojph::param_cod coding = encoder.access_cod();
  coding.set_num_decomposition(3);
  coding.set_reversible(true);
  encoder.set_planar(false);
  ojph::mem_outfile file;
  file.open();
  encoder.write_headers(&file);
  ojph::ui32 next = 0;
  ojph::line_buf* line = encoder.exchange(nullptr, next);
  for (int y = 0; y < kRows; ++y) {
    for (int x = 0; x < kColumns; ++x) line->i32[x] = pixels[static_cast<std::size_t>(y * kColumns + x)];
    line = encoder.exchange(line, next);
  }
  encoder.flush();
  base::Bytes stream(static_cast<std::size_t>(file.tell()));
  std::memcpy(stream.data(), file.get_data(), stream.size());
  encoder.close();
  return stream;
}

// The same stream with so many bytes less before its end marker, and a tile part that says so.
base::Bytes cut(base::Bytes stream, const TilePart& tile, std::size_t less) {
  stream.erase(stream.begin() + static_cast<long>(tile.end - less),
               stream.begin() + static_cast<long>(tile.end));
  const std::size_t length = tile.end - tile.begin - less;
  for (std::size_t i = 0; i < 4; ++i)
    stream[tile.begin + 6 + i] = static_cast<std::byte>(length >> (24 - 8 * i) & 0xFF);
  return stream;
}

TEST(Htj2k, AWholeStreamComesBackToTheBit) {
  const auto pixels = noise();
  const base::Bytes stream = encoded(pixels);
  ASSERT_TRUE(tile_for_openjph(stream, grey_16())) << "OpenJPEG would read it";
  const auto frame = decode_jpeg_2000(stream, grey_16());
  ASSERT_TRUE(frame) << frame.error().message;
  ASSERT_EQ(frame->samples.size(), pixels.size() * 2);
  EXPECT_EQ(std::memcmp(frame->samples.data(), pixels.data(), frame->samples.size()), 0);
}

// OpenJPH 0.9 alone would fill what is missing with zeros, behind the end of its buffers, and report success.
TEST(Htj2k, AStreamThatEndsEarlyIsRefusedHoweverWellItsLengthsAgree) {
  const base::Bytes stream = encoded(noise());
  const TilePart tile = *tile_for_openjph(stream, grey_16());
  for (const std::size_t less : {1U, 2U, 17U, 1'000U, 10'000U}) {
    const base::Bytes shorter = cut(stream, tile, less);
    ASSERT_TRUE(tile_for_openjph(shorter, grey_16())) << less;
    EXPECT_FALSE(decode_jpeg_2000(shorter, grey_16())) << less << " bytes are missing";
  }
}

TEST(Htj2k, ATilePartThatDoesNotReachTheEndIsForOpenJpeg) {
  base::Bytes stream = encoded(noise());
  const TilePart tile = *tile_for_openjph(stream, grey_16());
  stream[tile.begin + 9] ^= std::byte{0x40};
  EXPECT_FALSE(tile_for_openjph(stream, grey_16()));
}

}  // namespace
}  // namespace roentgen::dicom
