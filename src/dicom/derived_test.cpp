#include "dicom/derived.h"

#include <gtest/gtest.h>

#include <set>
#include <tuple>

#include "dicom/data_set_writer.h"
#include "dicom/file_for_test.h"
#include "dicom/film.h"
#include "dicom/part10.h"
#include "dicom/uid.h"
#include "dicom/value_syntax.h"
#include "image/codec.h"
#include "image/draw.h"
#include "image/enhancement_mark.h"
#include "image/synthetic_mark.h"

namespace roentgen::dicom {
namespace {

image::Image picture() {
  image::Image image{20, 30, {}};
  for (int i = 0; i < 600; ++i) image.samples.push_back(static_cast<std::uint16_t>(i * 109 + 7));
  return image;
}

base::Bytes source_film(const char* sop_class, const char* instance = "1.2.3.4") {
  DataSetForTest set;
  set.text({0x0008, 0x0005}, "CS", "ISO_IR 100").text(tag::kImageType, "CS", "ORIGINAL\\PRIMARY\\");
  set.text(tag::kSopClassUid, "UI", sop_class).text(tag::kSopInstanceUid, "UI", instance);
  set.text(tag::kModality, "CS", "CR")
      .text({0x0010, 0x0010}, "PN", "Sample^Film")
      .text({0x0010, 0x0020}, "LO", "7");
  set.text(tag::kBodyPartExamined, "CS", "HAND")
      .text({0x0020, 0x000D}, "UI", "1.2.3")
      .text({0x0020, 0x000E}, "UI", "1.2.3.1");
  set.text({0x0009, 0x0010}, "LO", "A PRIVATE CREATOR");
  add_image(set, {.rows = 2}, 2);
  set.text({0x0028, 0x0301}, "CS", "NO")
      .text({0x0028, 0x2110}, "CS", "01")
      .text({0x0028, 0x2112}, "DS", "12.5");
  set.shorts(tag::kPixelData, "OW", {0, 1, 2, 3});
  return with_meta(set, kExplicitLittleEndian);
}

Derivation derivation(std::string description = "preset hand") {
  Derivation result;
  result.description = std::move(description);
  result.series = "Enhanced for viewing (hand)";
  return result;
}

TEST(Derived, ShowsExactlyThePictureAndSaysWhatItIs) {
  const auto file = write_derived(source_film("1.2.840.10008.5.1.4.1.1.1"), picture(), derivation());
  ASSERT_TRUE(file);
  const auto film = read_film(*file, "made");
  ASSERT_TRUE(film) << film.error().message;
  EXPECT_EQ(film->display, picture());
  EXPECT_TRUE(film->acquisition.enhanced);
  EXPECT_TRUE(film->remarks.empty());
  EXPECT_EQ(film->acquisition.body_part, "HAND");
  EXPECT_EQ(film->acquisition.study_instance_uid, "1.2.3");
  EXPECT_EQ(film->acquisition.sop_class_uid, "1.2.840.10008.5.1.4.1.1.1");
  const auto read = read_part10(*file);
  ASSERT_TRUE(read);
  EXPECT_EQ(text(read->data, tag::kDerivationDescription), "Roentgen enhancement: preset hand");
  EXPECT_EQ(texts(read->data, tag::kImageType),
            (std::vector<std::string>{"DERIVED", "PRIMARY", "", "ROENTGEN_ENHANCE"}));
  EXPECT_EQ(text(read->data, {0x0010, 0x0010}), "Sample^Film");
  EXPECT_EQ(text(read->data, {0x0028, 0x0301}), "NO");
  EXPECT_EQ(text(read->data, {0x0028, 0x2112}), "12.5");
  EXPECT_NE(find(read->data, {0x0008, 0x2112}), nullptr);
  EXPECT_EQ(find(read->data, {0x0009, 0x0010}), nullptr);
  EXPECT_NE(text(read->data, {0x0020, 0x000E}), "1.2.3.1");
}

TEST(Derived, UidsComeFromWhatTheyName) {
  const auto source = source_film("1.2.840.10008.5.1.4.1.1.1");
  const auto once = write_derived(source, picture(), derivation()),
             again = write_derived(source, picture(), derivation());
  EXPECT_EQ(*once, *again);
  std::set<std::string> instances, series;
  for (const auto& file :
       {*once, *write_derived(source, picture(), derivation("other")),
        *write_derived(source_film("1.2.840.10008.5.1.4.1.1.1", "1.2.3.5"), picture(), derivation())}) {
    const auto read = read_part10(file);
    instances.insert(text(read->data, tag::kSopInstanceUid));
    series.insert(text(read->data, {0x0020, 0x000E}));
    EXPECT_EQ(text(read->data, tag::kSopInstanceUid), text(read->meta, tag::kMediaStorageSopInstanceUid));
  }
  EXPECT_EQ(instances.size(), 3u);
  EXPECT_EQ(series.size(), 1u);  // films of one series, enhanced alike, stay one series
}

TEST(Derived, KindsOfObject) {
  const auto kind = [](const base::Bytes& source) {
    const auto file = write_derived(source, picture(), derivation());
    return text(read_part10(*file)->data, tag::kSopClassUid);
  };
  EXPECT_EQ(kind(source_film("1.2.840.10008.5.1.4.1.1.1.1.1")),
            "1.2.840.10008.5.1.4.1.1.1.1");  // DX for processing
  EXPECT_EQ(kind(source_film("1.2.840.10008.5.1.4.1.1.1.2")), "1.2.840.10008.5.1.4.1.1.7");  // a mammogram
  EXPECT_EQ(kind(image::encode_png16(picture())), "1.2.840.10008.5.1.4.1.1.7");
  const auto jpeg = write_derived(image::encode_jpeg(picture(), 80), picture(), derivation());
  EXPECT_EQ(text(read_part10(*jpeg)->data, {0x0028, 0x2110}), "01");
}

TEST(Derived, SpacingIsNotPassedOnWhenPixelsMoved) {
  DataSetForTest set;
  set.text(tag::kSopClassUid, "UI", "1.2.840.10008.5.1.4.1.1.1");
  add_image(set, {.rows = 2}, 2);
  set.text(tag::kPixelSpacing, "DS", "0.15\\0.15").shorts(tag::kPixelData, "OW", {0, 1, 2, 3});
  const auto source = with_meta(set, kExplicitLittleEndian);
  Derivation moved = derivation();
  EXPECT_EQ(text(read_part10(*write_derived(source, picture(), moved))->data, tag::kPixelSpacing), "0.15");
  moved.resampled = true;
  EXPECT_EQ(text(read_part10(*write_derived(source, picture(), moved))->data, tag::kPixelSpacing), "");
}

// The pattern in the lowest bits alone: a 16-bit copy that lost all words.
TEST(Derived, AMarkedPictureIsKnownWithoutItsWords) {
  EXPECT_FALSE(read_film(source_film("1.2.840.10008.5.1.4.1.1.1"), "made")->acquisition.enhanced);
  image::Image marked = picture();
  EXPECT_FALSE(read_film(image::encode_png16(marked), "made")->acquisition.enhanced);
  image::put_enhancement_mark(marked);
  EXPECT_TRUE(read_film(image::encode_png16(marked), "made")->acquisition.enhanced);
}

// Its words or its strip: a copy that lost either is known by the other.
TEST(Film, ASyntheticPictureIsKnown) {
  image::Image plain{64, 64, std::vector<std::uint16_t>(64 * 64, 20000)};
  const image::PngText words{std::string(image::kSyntheticKeyword), "made"};
  EXPECT_FALSE(read_film(image::encode_png(image::to_picture(plain)), "made")->acquisition.synthetic);
  EXPECT_TRUE(read_film(image::encode_png16(plain, words), "made")->acquisition.synthetic);
  const auto strip = image::with_synthetic_strip(plain);
  EXPECT_TRUE(read_film(image::encode_jpeg(strip, 80), "made")->acquisition.synthetic);
}

TEST(Derived, ValuesThatTheirVrDoesNotAllowAreNotCopied) {
  for (const auto& [vr, good, bad] : {std::tuple{"AS", "062Y", "62"},
                                      {"DA", "19930224", "1993.02.24"},
                                      {"TM", "175800.5", "17:58:00"},
                                      {"DS", "0.143\\0.143", "0.19431099999999998"},
                                      {"UI", "1.2.840.10008", "999.01"},
                                      {"CS", "PORT CHEST", "chest"},
                                      {"IS", "-12", "1.5"},
                                      {"SH", "A1", "line\nfeed"}}) {
    EXPECT_TRUE(is_allowed(vr, good)) << vr;
    EXPECT_TRUE(is_allowed(vr, "")) << vr;
    EXPECT_FALSE(is_allowed(vr, bad)) << vr;
  }
}

TEST(Uid, IsADecimalUuidUnderItsRoot) {
  const std::string uid = uid_of_words({"a", "b"});
  EXPECT_TRUE(uid.starts_with("2.25."));
  EXPECT_LE(uid.size(), 44u);
  EXPECT_NE(uid[5], '0');
  EXPECT_EQ(uid, uid_of_words({"a", "b"}));
  EXPECT_NE(uid, uid_of_words({"ab", ""}));
  // Worked out with Python: hashlib.sha256(b"1:a1:b"), first 16 bytes, version 8, variant 10.
  EXPECT_EQ(uid, "2.25.333375932222145012773997809258604277625");
}

}  // namespace
}  // namespace roentgen::dicom
