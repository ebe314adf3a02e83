#include <gtest/gtest.h>

#include <algorithm>

#include "dicom/part10.h"
#include "image/codec.h"
#include "objects/example_for_test.h"
#include "objects/tags.h"
#include "objects/write_objects.h"

namespace roentgen::objects {
namespace {

std::string raw(const base::Bytes& file, dicom::Tag tag) {
  const auto read = dicom::read_part10(file).value();
  const dicom::Element* element = dicom::find(read.data, tag);
  if (element == nullptr) return "(none)";
  return {reinterpret_cast<const char*>(element->value.data()), element->value.size()};
}

base::Bytes header_of(const Source& source) {
  return dicom::part10_file(source.patient_and_study, "1.2", "1.2.3");
}

TEST(Source, TakesOverWhatTheFileHas) {
  const Source source = open_example(example_file(example_film())).source;
  EXPECT_EQ(source.study_instance_uid, "1.2.3");
  EXPECT_EQ(source.series_instance_uid, "1.2.3.3");
  EXPECT_EQ(source.sop_instance_uid, "1.2.3.4");
  EXPECT_EQ(source.sop_class_uid, "1.2.840.10008.5.1.4.1.1.1");
  EXPECT_EQ(source.content_date, "20240229");
  EXPECT_EQ(source.content_time, "101112");
  EXPECT_EQ(source.accession_number, "A77");
  EXPECT_EQ(source.rows, 400);
  EXPECT_EQ(source.columns, 360);
  EXPECT_FALSE(source.needs_picture);
  EXPECT_EQ(raw(header_of(source), tag::kPatientName), "Doe^Jane");
  EXPECT_EQ(raw(header_of(source), dicom::tag::kPatientBirthDate), "");  // type 2: there, and empty
  EXPECT_NE(std::ranges::find(source.missing, "The file has no patient's birth date."), source.missing.end());
}

TEST(Source, KeepsTheBytesOfAForeignCharacterSet) {
  dicom::DataSetWriter film = example_film();
  const std::string name = "Yamada^Tarou=\033$B;3ED\033(B^\033$BB@O:\033(B";  // PS3.5 H.3.1
  film.text({0x0008, 0x0005}, "CS", "\\ISO 2022 IR 87").text({0x0010, 0x0010}, "PN", name);
  const Source source = open_example(example_file(film)).source;
  EXPECT_EQ(raw(header_of(source), {0x0008, 0x0005}), "\\ISO 2022 IR 87 ");  // padded
  EXPECT_EQ(raw(header_of(source), tag::kPatientName).substr(0, name.size()), name);
}

TEST(Source, SaysWhereNoCharacterSetIsNamed) {
  dicom::DataSetWriter film = example_film();
  film.text({0x0010, 0x0010}, "PN", "M\xFCller");
  const Source source = open_example(example_file(film)).source;
  EXPECT_NE(std::ranges::find(source.missing, "The file has texts in a character set that it does not name."),
            source.missing.end());
}

TEST(Source, PicturesGetAStudyAndACopyToPointAt) {
  image::Image grey{3, 4, std::vector<std::uint16_t>(12, 257)};
  const base::Bytes png = image::encode_png(grey);
  const ExampleFilm example = open_example(png);
  EXPECT_TRUE(example.source.needs_picture);
  EXPECT_TRUE(example.source.study_instance_uid.starts_with("2.25."));
  EXPECT_EQ(example.source.content_date, kNoDate);
  const study::Reading reading = example_reading("not_read");
  const auto objects = write_objects({reading, example.source, &example.film.display}).value();
  ASSERT_GE(objects.size(), 1U);
  EXPECT_EQ(objects[0].sop_instance_uid, example.source.sop_instance_uid);
  const auto copy = dicom::read_film(objects[0].file, "copy").value();
  EXPECT_EQ(copy.display, grey);
  EXPECT_EQ(copy.acquisition.study_instance_uid, example.source.study_instance_uid);
}

TEST(Source, RefusesWhatIsNoFilm) {
  const std::string text = "not a film, not at all, never";
  const auto source = read_source(std::as_bytes(std::span(text)), {}, "00");
  ASSERT_FALSE(source.has_value());
  EXPECT_EQ(source.error().code, base::ErrorCode::unusable_input);
}

TEST(Objects, NameNoKindThatDoesNotExist) {
  const ExampleFilm example = open_example(example_file(example_film()));
  const study::Reading reading = example_reading("read");
  const auto objects = write_objects({reading, example.source}, {{"nonsense"}, {}, "en"});
  ASSERT_FALSE(objects.has_value());
  EXPECT_EQ(objects.error().code, base::ErrorCode::usage);
}

TEST(Objects, AreAnotherRunWithAnotherChoiceOrReading) {
  const ExampleFilm example = open_example(example_file(example_film()));
  study::Reading reading = example_reading("read");
  const Input input{reading, example.source};
  const std::string first = identity_of(input, {});
  EXPECT_EQ(identity_of(input, {}), first);
  EXPECT_NE(identity_of(input, {{}, {"Effusion"}, "en"}), first);
  reading.provenance.input_name = "renamed.dcm";
  EXPECT_EQ(identity_of(input, {}), first);
  reading.findings[0].probability += 0.0001;
  EXPECT_NE(identity_of(input, {}), first);
}

}  // namespace
}  // namespace roentgen::objects
