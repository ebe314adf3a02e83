// Streams of OpenJPH's own encoder, whole and cut short.
#include <gtest/gtest.h>

#include <cstring>

#include "base/random.h"
#include "dicom/codec_frame.h"
#include "dicom/jpeg_2000_for_test.h"
#include "dicom/jpeg_2000_header.h"

namespace roentgen::dicom {
namespace {

PixelFormat grey_16() {
  PixelFormat format;
  format.rows = StreamForTest{}.rows;
  format.columns = StreamForTest{}.columns;
  format.samples = 1;
  format.bits_allocated = 16;
  format.bits_stored = 16;
  return format;
}

std::vector<int> noise() {
  base::Random random{20, 26};
  std::vector<int> pixels(grey_16().pixels());
  for (int& pixel : pixels) pixel = static_cast<int>(random.below(65'536));
  return pixels;
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
  const auto values = noise();
  const std::vector<std::uint16_t> pixels(values.begin(), values.end());
  const base::Bytes stream = encoded(values);
  ASSERT_TRUE(tile_for_openjph(stream, grey_16())) << "OpenJPEG would read it";
  std::vector<std::string> remarks;
  const auto frame = decode_jpeg_2000(stream, grey_16(), remarks);
  ASSERT_TRUE(frame) << frame.error().message;
  ASSERT_EQ(frame->samples.size(), pixels.size() * 2);
  EXPECT_EQ(std::memcmp(frame->samples.data(), pixels.data(), frame->samples.size()), 0);
}

// OpenJPH 0.9 alone would fill what is missing with zeros, behind the end of its buffers, and report success.
TEST(Htj2k, AStreamThatEndsEarlyIsRefusedHoweverWellItsLengthsAgree) {
  const base::Bytes stream = encoded(noise());
  const TilePart tile = *tile_for_openjph(stream, grey_16());
  std::vector<std::string> remarks;
  for (const std::size_t less : {1U, 2U, 17U, 1'000U, 10'000U}) {
    const base::Bytes shorter = cut(stream, tile, less);
    ASSERT_TRUE(tile_for_openjph(shorter, grey_16())) << less;
    EXPECT_FALSE(decode_jpeg_2000(shorter, grey_16(), remarks)) << less << " bytes are missing";
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
