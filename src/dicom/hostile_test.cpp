// Files that lie, are cut short or are no films: one sentence, little time, little memory.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <zlib.h>

#include <ctime>

#include "dicom/file_for_test.h"
#include "dicom/film.h"
#include "dicom/stored_pixels.h"

namespace roentgen::dicom {
namespace {

const std::filesystem::path kCorpus = "../shared/data/dicom";

std::string refusal(const base::Bytes& file) {
  const auto film = read_film(file, "made");
  EXPECT_FALSE(film);
  if (film) return {};
  EXPECT_EQ(film.error().code, base::ErrorCode::unusable_input);
  EXPECT_EQ(film.error().message.find('\n'), std::string::npos);
  return film.error().message;
}

base::Bytes bytes_of(std::string_view text) {
  base::Bytes bytes(text.size());
  std::memcpy(bytes.data(), text.data(), text.size());
  return bytes;
}

long peak_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

TEST(Hostile, SixtyThousandSquaredIsRefusedAtOnce) {
  ImageForTest image;
  image.rows = 60'000;
  image.columns = 60'000;
  const auto file = film_of({1, 2, 3, 4}, image, [](DataSetForTest&) {});
  const long before = peak_kib();
  const std::clock_t start = std::clock();  // processor time: other programs do not count
  EXPECT_NE(refusal(file).find("60000 x 60000"), std::string::npos);
  EXPECT_LT(std::clock() - start, CLOCKS_PER_SEC / 2);
  EXPECT_LT(peak_kib() - before, 20'000);
}

// Within the limits, but with next to no bytes behind it: native, and in every compressed syntax.
TEST(Hostile, AGreatImageOfFewBytesIsNotAllocated) {
  const long before = peak_kib();
  for (const TransferSyntax& syntax : transfer_syntaxes()) {
    DataSetForTest set(syntax.explicit_vr, syntax.big_endian);
    ImageForTest image;
    image.rows = 14'000;
    add_image(set, image, 14'000);
    if (syntax.codec == Codec::native) {
      set.shorts(tag::kPixelData, "OW", {1, 2, 3});
    } else {
      DataSetForTest items;
      for (const std::size_t length : {0, 16}) {
        items.word(0xFFFE, 2);
        items.word(0xE000, 2);
        items.word(length, 4);
        for (std::size_t i = 0; i < length; ++i) items.word(i * 37, 1);
      }
      items.word(0xFFFE, 2);
      items.word(0xE0DD, 2);
      items.word(0, 4);
      set.raw(tag::kPixelData, "OB", items.bytes(), true);
    }
    if (!syntax.deflated) refusal(with_meta(set, syntax.uid));
  }
  EXPECT_LT(peak_kib() - before, 50'000);
}

TEST(Hostile, SequencesInSequences) {
  for (const bool defined_as_read : {false, true}) {
    DataSetForTest set;
    for (int depth = 0; depth < 50'000; ++depth) {
      set.raw(defined_as_read ? tag::kVoiLutSequence : Tag{0x0040, 0xA730}, "SQ", {}, true);
      set.word(0xFFFE, 2);
      set.word(0xE000, 2);
      set.word(0xFFFFFFFF, 4);
    }
    EXPECT_NE(refusal(with_meta(set, kExplicitLittleEndian)).find("nested deeper"), std::string::npos);
  }
}

TEST(Hostile, ADeflateBombIsStopped) {
  // 300 MiB of zeros behind a plausible first element.
  DataSetForTest set;
  set.text(tag::kSopClassUid, "UI", "1.2.840.10008.5.1.4.1.1.1");
  base::Bytes plain = set.bytes();
  plain.resize(std::size_t{300} << 20);
  base::Bytes packed(plain.size() / 500);
  z_stream z{};
  ASSERT_EQ(deflateInit2(&z, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY), Z_OK);
  z.next_in = reinterpret_cast<Bytef*>(plain.data());
  z.avail_in = static_cast<uInt>(plain.size());
  z.next_out = reinterpret_cast<Bytef*>(packed.data());
  z.avail_out = static_cast<uInt>(packed.size());
  ASSERT_EQ(deflate(&z, Z_FINISH), Z_STREAM_END);
  packed.resize(z.total_out);
  deflateEnd(&z);
  base::Bytes file = with_meta(DataSetForTest{}, "1.2.840.10008.1.2.1.99");
  file.insert(file.end(), packed.begin(), packed.end());
  EXPECT_NE(refusal(file).find("grow beyond"), std::string::npos);
}

TEST(Hostile, MissingPixelsAreNeverFilledUp) {
  ImageForTest image;
  image.rows = 2;
  image.columns = 2;
  EXPECT_NE(refusal(film_of({1, 2, 3}, image, [](DataSetForTest&) {})).find("cut short"), std::string::npos);
  auto file = film_of({1, 2, 3, 4}, image, [](DataSetForTest&) {});
  file.resize(file.size() - 3);
  EXPECT_NE(refusal(file).find("cut short"), std::string::npos);
}

TEST(Hostile, PackedPixelsAreRefusedInWords) {
  ImageForTest image;
  image.allocated = 12;
  EXPECT_NE(refusal(film_of({1, 2}, image, [](DataSetForTest&) {})).find("12 bits"), std::string::npos);
}

TEST(Hostile, WhatIsNoFilmSaysWhatItIs) {
  EXPECT_EQ(refusal({}), "the file is empty");
  EXPECT_EQ(refusal(bytes_of("%PDF-1.4 and more")), "this is a PDF file");
  EXPECT_EQ(refusal(bytes_of("These are just some lines of text,\nnamed film.dcm by somebody.\n")),
            "not a DICOM file");
  EXPECT_NE(
      refusal(bytes_of(std::string_view("\x30\x80\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x03\xA0\x80", 15)))
          .find("encrypted"),
      std::string::npos);
  DataSetForTest report;
  report.text(tag::kSopClassUid, "UI", "1.2.840.10008.5.1.4.1.1.88.33").text(tag::kModality, "CS", "SR");
  EXPECT_EQ(refusal(with_meta(report, kExplicitLittleEndian)), "a Structured Report has no pixels");
  DataSetForTest locked;
  locked.text(tag::kSopClassUid, "UI", "1.2.840.10008.5.1.4.1.1.1")
      .sequence(tag::kEncryptedAttributesSequence, DataSetForTest{});
  EXPECT_NE(refusal(with_meta(locked, kExplicitLittleEndian)).find("encrypted"), std::string::npos);
}

TEST(Hostile, VideoAndJpegXlAreRefusedByName) {
  for (const auto& [uid, name] :
       {std::pair{"1.2.840.10008.1.2.4.102", "H.264"}, std::pair{"1.2.840.10008.1.2.4.110", "JPEG XL"}}) {
    DataSetForTest set;
    add_image(set, {}, 4);
    DataSetForTest items;
    for (int i = 0; i < 2; ++i) {
      items.word(0xFFFE, 2);
      items.word(0xE000, 2);
      items.word(0, 4);
    }
    set.raw(tag::kPixelData, "OB", items.bytes(), true);
    EXPECT_NE(refusal(with_meta(set, uid)).find(name), std::string::npos);
  }
}

// Cut at many lengths: a film, or a sentence; and never a film with other pixels than the whole file has.
TEST(Hostile, FilesCutAnywhere) {
  if (!std::filesystem::exists(kCorpus)) GTEST_SKIP() << "the shared DICOM corpus is not here";
  for (const char* name : {"syntaxes/mr_expl.dcm", "syntaxes/mr_impl.dcm", "syntaxes/mr_be.dcm",
                           "syntaxes/mr_rle.dcm", "syntaxes/mr_j2k_90.dcm", "syntaxes/mr_jls_80.dcm",
                           "syntaxes/htj2k_tiny_201.dcm", "syntaxes/jpeg_p1_grey_50.dcm",
                           "syntaxes/emri10_rle.dcm", "syntaxes/nm1_jpll_70.dcm", "syntaxes/sc_deflated.dcm",
                           "photometric/voi_lut_sequence.dcm", "photometric/one_bit_nonbyte_aligned.dcm"}) {
    const auto whole = base::read_file(kCorpus / name, kLargestFile);
    if (!whole) continue;
    const auto truth = read_film(*whole, name);
    ASSERT_TRUE(truth) << name;
    const std::size_t step = std::max<std::size_t>(1, whole->size() / 41);
    for (std::size_t length = 0; length < whole->size(); length += step) {
      const auto film =
          read_film(base::Bytes(whole->begin(), whole->begin() + static_cast<std::ptrdiff_t>(length)), name);
      if (film) {
        EXPECT_EQ(film->display, truth->display) << name << " cut at " << length;
      }
    }
  }
}

// A baseline JPEG cut in the middle of its entropy-coded bytes, an end marker put after them: the library
// would fill the rest with grey.
TEST(Hostile, AJpegThatEndsTooEarlyIsNoPicture) {
  if (!std::filesystem::exists(kCorpus)) GTEST_SKIP() << "the shared DICOM corpus is not here";
  for (const char* name : {"syntaxes/jpeg_p1_grey_50.dcm", "syntaxes/ct_jpeg_p2_4_51.dcm",
                           "syntaxes/nm1_jpll_70.dcm", "syntaxes/mr_jls_80.dcm"}) {
    auto file = base::read_file(kCorpus / name, kLargestFile);
    ASSERT_TRUE(file);
    ASSERT_TRUE(read_film(*file, name)) << name;
    // All of the stream's last third becomes padding after an end marker.
    const std::size_t stream = file->size() * 2 / 3;
    (*file)[stream] = std::byte{0xFF};
    (*file)[stream + 1] = std::byte{0xD9};
    for (std::size_t i = stream + 2; i + 10 < file->size(); ++i) (*file)[i] = std::byte{0};
    const auto film = read_film(*file, name);
    EXPECT_FALSE(film) << name;
  }
}

}  // namespace
}  // namespace roentgen::dicom
