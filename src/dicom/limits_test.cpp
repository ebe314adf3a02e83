// The bounds of docs/SECURITY.md on counts, sizes and work: each is met by a file made to pass it.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <ctime>

#include "dicom/codec_frame.h"
#include "dicom/file_for_test.h"
#include "dicom/film.h"
#include "dicom/lookup_table.h"
#include "dicom/palette.h"
#include "dicom/part10.h"
#include "dicom/stored_pixels.h"

namespace roentgen::dicom {
namespace {

constexpr int kGreat = 14'000;  // a side that the limits allow

base::Bytes bytes_of(std::initializer_list<int> values) {
  base::Bytes bytes;
  for (const int value : values) bytes.push_back(std::byte(value));
  return bytes;
}

void append(base::Bytes& bytes, std::initializer_list<int> values) {
  for (const int value : values) bytes.push_back(std::byte(value));
}

PixelFormat grey(int rows, int columns) {
  PixelFormat format;
  format.rows = rows;
  format.columns = columns;
  format.photometric = "MONOCHROME2";
  return format;
}

template <class Result>
std::string message_of(const Result& result) {
  return result ? "no error" : result.error().message;
}

// SOI, a frame header, a Huffman table of one code for one symbol, and so many scans of next to nothing.
base::Bytes jpeg(int start_of_frame, int rows, int columns, int category, int scans) {
  base::Bytes s = bytes_of({0xFF, 0xD8, 0xFF, start_of_frame, 0, 11, 8, rows >> 8, rows & 255, columns >> 8,
                            columns & 255, 1, 1, 0x11, 0});
  append(s, {0xFF, 0xC4, 0, 20, 0x00, 1});
  s.resize(s.size() + 15);
  append(s, {category});
  for (int i = 0; i < scans; ++i) append(s, {0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x55, 0x55});
  append(s, {0xFF, 0xD9});
  return s;
}

std::string jpeg_error(const base::Bytes& stream, const PixelFormat& format) {
  std::vector<std::string> remarks;
  return message_of(decode_jpeg(stream, format, remarks));
}

std::string jpeg_2000_error(const base::Bytes& stream, const PixelFormat& format) {
  std::vector<std::string> remarks;
  return message_of(decode_jpeg_2000(stream, format, remarks));
}

// SOC and SIZ of one 8-bit component.
base::Bytes jpeg_2000(int side, int tile, std::size_t padding) {
  base::Bytes s = bytes_of({0xFF, 0x4F, 0xFF, 0x51, 0, 41, 0, 0});
  for (const int value : {side, side, 0, 0, tile, tile, 0, 0})
    append(s, {value >> 24, value >> 16 & 255, value >> 8 & 255, value & 255});
  append(s, {0, 1, 7, 1, 1});
  s.resize(s.size() + padding);
  return s;
}

TEST(Limits, AMillionElements) {
  base::Bytes file = with_meta(DataSetForTest{}, kImplicitLittleEndian);
  for (std::size_t i = 0; i <= kMostElements; ++i) append(file, {0x11, 0, 0x10, 0x10, 0, 0, 0, 0});
  const std::clock_t start = std::clock();  // processor time: other programs do not count
  EXPECT_NE(message_of(read_part10(file)).find("more than 1000000 elements"), std::string::npos);
  EXPECT_LT(std::clock() - start, 20 * CLOCKS_PER_SEC);  // 0.1 s without sanitizers
}

TEST(Limits, AMillionFragments) {
  DataSetForTest set;
  add_image(set, {}, 4);
  base::Bytes items;
  for (std::size_t i = 0; i < kMostElements + 10; ++i) append(items, {0xFE, 0xFF, 0x00, 0xE0, 0, 0, 0, 0});
  set.raw(tag::kPixelData, "OB", items, true);
  const base::Bytes file = with_meta(set, "1.2.840.10008.1.2.4.50");
  const auto read = read_part10(file);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->damage, "the compressed pixel data are in too many pieces");
  EXPECT_EQ(read->fragments.size(), kMostElements);
  EXPECT_NE(message_of(read_film(file, "made")), "no error");
}

TEST(Limits, TwoThousandMillionFrames) {
  for (const bool compressed : {false, true}) {
    DataSetForTest set;
    ImageForTest image;
    image.frames = 2'147'483'647;
    add_image(set, image, 4);
    if (compressed)
      set.raw(tag::kPixelData, "OB",
              bytes_of({0xFE, 0xFF, 0x00, 0xE0, 0, 0, 0, 0, 0xFE, 0xFF, 0x00, 0xE0, 4, 0, 0, 0, 1, 2, 3, 4}),
              true);
    else
      set.shorts(tag::kPixelData, "OW", {1, 2, 3, 4});
    const base::Bytes file = with_meta(set, compressed ? "1.2.840.10008.1.2.5" : kExplicitLittleEndian);
    const std::clock_t start = std::clock();  // processor time: other programs do not count
    FilmOptions options;
    options.frame = 2'000'000'000;
    EXPECT_NE(message_of(read_film(file, "made", options)), "no error");
    EXPECT_NE(message_of(describe_stored_pixels(file)).find("too many"), std::string::npos);
    EXPECT_LT(std::clock() - start, 2 * CLOCKS_PER_SEC);
  }
}

TEST(Limits, TextsAreCut) {
  DataSetForTest set;
  std::string many;
  for (int i = 0; i < 5'000; ++i) many += "1\\2\\";
  set.text(tag::kWindowCenter, "DS", many);
  const base::Bytes file = with_meta(set, kExplicitLittleEndian);
  const auto read = read_part10(file);
  ASSERT_TRUE(read);
  EXPECT_LE(decimals(read->data, tag::kWindowCenter).size(), 4096U);
}

TEST(Limits, ALookupTableIsNotLargerThanItsData) {
  DataSetForTest set;
  set.shorts(tag::kLutDescriptor, "US", {0, 0, 16});  // 65536 entries
  set.shorts(tag::kLutData, "OW", {1, 2, 3, 4});
  const base::Bytes file = with_meta(set, kExplicitLittleEndian);
  const auto read = read_part10(file);
  ASSERT_TRUE(read);
  std::vector<std::string> remarks;
  EXPECT_FALSE(read_lookup_table(read->data, false, remarks));
  ASSERT_EQ(remarks.size(), 1U);
  EXPECT_NE(remarks[0].find("fewer entries than its descriptor says"), std::string::npos);
}

TEST(Limits, AGreatImageNeedsBytesInEveryCodec) {
  const PixelFormat format = grey(kGreat, kGreat);
  base::Bytes few(200);
  few[0] = std::byte{1};
  EXPECT_EQ(message_of(decode_rle(few, format)), "the RLE frame is too short for its image");
  EXPECT_EQ(message_of(decode_deflated_frame(few, format)), "the deflated frame is too short for its image");
  EXPECT_EQ(jpeg_error(jpeg(0xC0, kGreat, kGreat, 0, 1), format),
            "the JPEG stream is too short for its image");
  EXPECT_EQ(message_of(decode_jpeg_ls(jpeg(0xF7, kGreat, kGreat, 0, 1), format)),
            "the JPEG-LS stream is too short for its image");
  EXPECT_EQ(jpeg_2000_error(jpeg_2000(kGreat, kGreat, 200), format),
            "the JPEG 2000 stream is too short for its image");
}

TEST(Limits, JpegScansAreCounted) {
  const PixelFormat format = grey(16, 16);
  EXPECT_NE(jpeg_error(jpeg(0xC2, 16, 16, 0, 101), format).find("101 scans, more than any real image"),
            std::string::npos);
  // Few scans of many pixels are too much work as well.
  EXPECT_NE(
      jpeg_error(jpeg(0xC2, kGreat, kGreat, 0, 20), grey(kGreat, kGreat)).find("more than any real image"),
      std::string::npos);
}

// T.81 table H.2 ends with category 16, the tables of the IJG library with it or before it.
TEST(Limits, JpegHuffmanCategoriesAreThoseOfTheStandard) {
  const PixelFormat format = grey(16, 16);
  const std::string refused = "the JPEG stream has an impossible Huffman table";
  for (const int lossy : {0xC0, 0xC1, 0xC2}) {
    EXPECT_EQ(jpeg_error(jpeg(lossy, 16, 16, 16, 1), format), refused);
    EXPECT_EQ(jpeg_error(jpeg(lossy, 16, 16, 255, 1), format), refused);
    EXPECT_NE(jpeg_error(jpeg(lossy, 16, 16, 11, 1), format), refused);
  }
  EXPECT_EQ(jpeg_error(jpeg(0xC3, 16, 16, 17, 1), format), refused);
  EXPECT_NE(jpeg_error(jpeg(0xC3, 16, 16, 16, 1), format), refused);
}

// The libraries would pass over a comment of no length and take the table behind it.
TEST(Limits, NoJpegTableHidesBehindASegmentOfNoLength) {
  base::Bytes stream = jpeg(0xC2, 16, 16, 11, 1);
  stream.resize(stream.size() - 2);
  append(stream, {0xFF, 0xFE, 0, 0, 0xFF, 0xC4, 0, 20, 0x00, 1});
  stream.resize(stream.size() + 15);
  append(stream, {255, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0, 0x55, 0x55, 0xFF, 0xD9});
  EXPECT_EQ(jpeg_error(stream, grey(16, 16)), "the JPEG stream has a segment of an impossible length");
}

// Three samples of 64 bits would be 24 segments; the header of a frame names 15.
TEST(Limits, RleSegmentsAreThoseOfItsHeader) {
  PixelFormat format = grey(2, 2);
  format.bits_allocated = format.bits_stored = 64;
  format.samples = 3;
  base::Bytes frame(64);
  frame[0] = std::byte{24};
  EXPECT_EQ(message_of(decode_rle(frame, format)), "RLE cannot hold pixels of so many bytes");
}

// A JPEG-LS sample has at most 16 bits, the header may claim 64 for it.
TEST(Limits, JpegLsInWiderPixelsKeepsItsSign) {
  const auto stream = base::read_file("tests/fuzz/corpus/jpeg_ls/lossless_grey8", 10'000);
  ASSERT_TRUE(stream);
  base::Bytes frame(stream->begin() + 4, stream->end());
  for (const int allocated : {16, 32, 64}) {
    ImageForTest image;
    image.rows = 24;
    image.allocated = allocated;
    image.stored = 8;
    image.is_signed = true;
    DataSetForTest set, items;
    add_image(set, image, 20);
    for (const std::size_t length : {std::size_t{0}, frame.size()}) {
      items.word(0xFFFE, 2);
      items.word(0xE000, 2);
      items.word(length, 4);
    }
    base::Bytes fragments = items.bytes();
    fragments.insert(fragments.end(), frame.begin(), frame.end());
    set.raw(tag::kPixelData, "OB", fragments, true);
    const base::Bytes file = with_meta(set, "1.2.840.10008.1.2.4.80");
    const auto pixels = describe_stored_pixels(file);
    ASSERT_TRUE(pixels) << pixels.error().message;
    EXPECT_EQ(pixels->dtype, "int" + std::to_string(allocated));
    EXPECT_GE(pixels->minimum, -128);
    EXPECT_LT(pixels->minimum, 0);  // the picture has values above 127
    EXPECT_LE(pixels->maximum, 127);
  }
}

TEST(Limits, PaletteSegmentsEnd) {
  // One empty segment, and a million segments that each say it again 65,535 times.
  std::vector<std::uint16_t> words{0, 0};
  for (int i = 0; i < 1'000'000; ++i) words.insert(words.end(), {2, 0xFFFF, 0, 0});
  const std::clock_t start = std::clock();  // processor time: other programs do not count
  EXPECT_TRUE(expand_segments(words, 16, 256).empty());
  EXPECT_LT(std::clock() - start, 2 * CLOCKS_PER_SEC);
}

TEST(Limits, OverlayPlanesAreBounded) {
  const auto overlays_of = [](int rows, int columns, const char* frames, const char* origin) {
    const auto file = film_of({1, 2, 3, 4}, {}, [&](DataSetForTest& set) {
      set.number({0x6000, 0x0010}, rows).number({0x6000, 0x0011}, columns);
      set.text({0x6000, 0x0015}, "IS", frames).text({0x6000, 0x0051}, "IS", origin);
      set.shorts({0x6000, 0x3000}, "OW", {1, 2, 3, 4});
    });
    const auto film = read_film(file, "made");
    EXPECT_TRUE(film);
    return film ? film->overlays.size() : 0;
  };
  EXPECT_EQ(overlays_of(8, 8, "1", "1"), 1U);
  EXPECT_EQ(overlays_of(8, 9, "1", "1"), 0U);  // more pixels than bits
  EXPECT_EQ(overlays_of(65'535, 65'535, "1", "1"), 0U);
  EXPECT_EQ(overlays_of(8, 8, "9223372036854775807", "9223372036854775807"), 0U);
  EXPECT_EQ(overlays_of(8, 8, "9223372036854775807", "-9223372036854775808"), 1U);
}

TEST(Limits, Jpeg2000TilesNeedBytes) {
  EXPECT_EQ(jpeg_2000_error(jpeg_2000(200, 1, 300), grey(200, 200)),
            "the JPEG 2000 stream is too short for its tiles");
  EXPECT_EQ(
      jpeg_2000_error(jpeg_2000(300, 1, 2'000'000), grey(300, 300)),
      "the JPEG 2000 stream is too short for its tiles");  // 90,000 tiles: more than a stream can number
}

}  // namespace
}  // namespace roentgen::dicom
