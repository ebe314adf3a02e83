// Code streams whose sign or precision is not the header's.
#include <gtest/gtest.h>

#include "base/random.h"
#include "dicom/codec_frame.h"
#include "dicom/file_for_test.h"
#include "dicom/film.h"
#include "dicom/jpeg_2000_for_test.h"
#include "dicom/jpeg_2000_header.h"
#include "dicom/stored_pixels.h"

namespace roentgen::dicom {
namespace {

using Words = std::vector<std::string>;

constexpr int kOpenJph = 3, kOpenJpeg = 6;  // levels with which a stream goes to the one or the other

const char* const kStreamSigned = "the JPEG 2000 stream is signed, the header says unsigned; taken as signed";
const char* const kHeaderSigned = "the JPEG 2000 stream is unsigned, the header says signed; taken as signed";

std::string other_bits(int stream, int header) {
  return "the JPEG 2000 stream has samples of " + std::to_string(stream) + " bits, the header says " +
         std::to_string(header) + " (BitsStored)";
}

StreamForTest stream_of(int precision, bool is_signed, int levels = kOpenJph) {
  StreamForTest kind;
  kind.precision = precision;
  kind.is_signed = is_signed;
  kind.levels = levels;
  return kind;
}

ImageForTest header_of(int stored, bool is_signed) {
  ImageForTest header;
  header.stored = stored;
  header.is_signed = is_signed;
  return header;
}

// All of the values that the stream can hold are as likely.
std::vector<int> noise(const StreamForTest& kind) {
  base::Random random{20, 27};
  const int lowest = kind.is_signed ? -(1 << (kind.precision - 1)) : 0;
  std::vector<int> values(static_cast<std::size_t>(kind.rows * kind.columns * kind.samples));
  for (int& value : values) value = lowest + static_cast<int>(random.below(std::size_t{1} << kind.precision));
  return values;
}

// One frame of one fragment, behind an empty offset table.
base::Bytes file_of(const StreamForTest& kind, ImageForTest header) {
  base::Bytes stream = encoded(noise(kind), kind);
  if (stream.size() % 2 != 0) stream.push_back(std::byte{0});
  DataSetForTest items;
  const auto open = [&](std::size_t element, std::size_t length) {
    items.word(0xFFFE, 2);
    items.word(element, 2);
    items.word(length, 4);
  };
  open(0xE000, 0);
  open(0xE000, stream.size());
  for (const std::byte byte : stream) items.word(std::to_integer<std::size_t>(byte), 1);
  open(0xE0DD, 0);
  header.rows = kind.rows;
  DataSetForTest set;
  set.text(tag::kSopClassUid, "UI", "1.2.840.10008.5.1.4.1.1.1");
  add_image(set, header, kind.columns);
  set.raw(tag::kPixelData, "OB", items.bytes(), true);
  return with_meta(set, "1.2.840.10008.1.2.4.201");
}

struct Stored {
  std::string dtype;
  std::vector<int> values;
};

Stored stored_of(const base::Bytes& file) {
  base::Bytes bytes;
  const auto pixels = describe_stored_pixels(
      file, [&](std::span<const std::byte> frame) { bytes.insert(bytes.end(), frame.begin(), frame.end()); });
  if (!pixels) return {pixels.error().message, {}};
  Stored stored{pixels->dtype, {}};
  for (std::size_t at = 0; at + 2 <= bytes.size(); at += 2) {
    const auto word = load16(bytes.data() + at, false);
    stored.values.push_back(pixels->dtype == "int16" ? static_cast<std::int16_t>(word) : word);
  }
  return stored;
}

Words remarks_of(const base::Bytes& file) {
  const auto film = read_film(file, "made");
  return film ? film->remarks : Words{film.error().message};
}

PixelFormat format_of(const StreamForTest& kind, int allocated) {
  PixelFormat format;
  format.rows = kind.rows;
  format.columns = kind.columns;
  format.samples = kind.samples;
  format.bits_allocated = allocated;
  format.bits_stored = kind.precision;
  format.high_bit = kind.precision - 1;
  format.photometric = kind.samples == 3 ? "RGB" : "MONOCHROME2";
  return format;
}

TEST(Jpeg2000, TheStreamsOfTheseTestsGoToBothDecoders) {
  for (const int levels : {kOpenJph, kOpenJpeg}) {
    const StreamForTest kind = stream_of(16, true, levels);
    const base::Bytes stream = encoded(noise(kind), kind);
    EXPECT_EQ(tile_for_openjph(stream, format_of(kind, 16)).has_value(), levels == kOpenJph);
  }
}

TEST(Jpeg2000, NothingIsToldWhereStreamAndHeaderAgree) {
  for (const int levels : {kOpenJph, kOpenJpeg})
    for (const int bits : {12, 16})
      for (const bool is_signed : {false, true}) {
        const StreamForTest kind = stream_of(bits, is_signed, levels);
        const base::Bytes file = file_of(kind, header_of(bits, is_signed));
        const Stored stored = stored_of(file);
        EXPECT_EQ(stored.dtype, is_signed ? "int16" : "uint16");
        EXPECT_EQ(stored.values, noise(kind));
        EXPECT_EQ(remarks_of(file), Words{});
      }
}

TEST(Jpeg2000, ASignedStreamIsSignedWhateverTheHeaderSays) {
  for (const int levels : {kOpenJph, kOpenJpeg})
    for (const int bits : {12, 16}) {
      const StreamForTest kind = stream_of(bits, true, levels);
      const base::Bytes file = file_of(kind, header_of(bits, false));
      const Stored stored = stored_of(file);
      EXPECT_EQ(stored.dtype, "int16");
      EXPECT_EQ(stored.values, noise(kind));
      EXPECT_EQ(remarks_of(file), Words{kStreamSigned});
    }
}

TEST(Jpeg2000, ASignedStreamUnderAWrongHeaderShowsThePictureOfARightOne) {
  struct Case {
    int stream, header;  // bits
  };
  for (const Case& c : {Case{16, 16}, Case{12, 12}, Case{16, 12}, Case{12, 16}}) {
    const StreamForTest kind = stream_of(c.stream, true);
    const auto wrong = read_film(file_of(kind, header_of(c.header, false)), "made");
    const auto right = read_film(file_of(kind, header_of(c.stream, true)), "made");
    ASSERT_TRUE(wrong && right);
    EXPECT_EQ(wrong->display.samples, right->display.samples) << c.stream << " under " << c.header;
  }
}

// As pydicom has it: the encoder knew no sign, its values are two's complement of so many bits.
TEST(Jpeg2000, AnUnsignedStreamIsSignedIfTheHeaderSaysSo) {
  for (const int levels : {kOpenJph, kOpenJpeg}) {
    const StreamForTest kind = stream_of(13, false, levels);
    const base::Bytes file = file_of(kind, header_of(13, true));
    std::vector<int> expected = noise(kind);
    for (int& value : expected) value = value < 4096 ? value : value - 8192;
    const Stored stored = stored_of(file);
    EXPECT_EQ(stored.dtype, "int16");
    EXPECT_EQ(stored.values, expected);
    EXPECT_EQ(remarks_of(file), Words{kHeaderSigned});
  }
}

TEST(Jpeg2000, AnotherPrecisionThanTheHeadersIsTold) {
  struct Case {
    int stream, header;  // bits
    bool is_signed;
  };
  for (const Case& c : {Case{16, 14, true}, Case{16, 12, false}, Case{12, 16, false}, Case{10, 12, true}}) {
    const StreamForTest kind = stream_of(c.stream, c.is_signed);
    const base::Bytes file = file_of(kind, header_of(c.header, c.is_signed));
    EXPECT_EQ(stored_of(file).values, noise(kind));
    EXPECT_EQ(remarks_of(file), Words{other_bits(c.stream, c.header)});
  }
}

TEST(Jpeg2000, AnotherSignAndAnotherPrecisionAreBothTold) {
  EXPECT_EQ(remarks_of(file_of(stream_of(16, true), header_of(12, false))),
            (Words{kStreamSigned, other_bits(16, 12)}));
  EXPECT_EQ(remarks_of(file_of(stream_of(13, false), header_of(16, true))),
            (Words{kHeaderSigned, other_bits(13, 16)}));
}

TEST(Jpeg2000, ColoursStayUnsigned) {
  StreamForTest kind = stream_of(8, true);
  kind.samples = 3;
  const std::vector<int> values = noise(kind);
  Words remarks;
  const auto frame = decode_jpeg_2000(encoded(values, kind), format_of(kind, 8), remarks);
  ASSERT_TRUE(frame) << frame.error().message;
  EXPECT_FALSE(frame->is_signed);
  ASSERT_EQ(frame->samples.size(), values.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    ASSERT_EQ(std::to_integer<int>(frame->samples.data()[i]), values[i] & 0xFF) << i;
  EXPECT_EQ(remarks, Words{"the JPEG 2000 stream is signed, the header says unsigned; taken as unsigned"});
}

TEST(Jpeg2000, IndicesAndMasksStayUnsigned) {
  Jpeg2000Stream stream;
  stream.is_signed = true;
  const PixelFormat grey = format_of(stream_of(8, true), 8);
  EXPECT_TRUE(is_signed_by_stream(stream, grey));
  PixelFormat indices = grey, mask = grey;
  indices.photometric = "PALETTE COLOR";
  mask.bits_allocated = mask.bits_stored = 1;
  EXPECT_FALSE(is_signed_by_stream(stream, indices));
  EXPECT_FALSE(is_signed_by_stream(stream, mask));
}

}  // namespace
}  // namespace roentgen::dicom
