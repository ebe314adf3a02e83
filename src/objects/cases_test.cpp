#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "dicom/part10.h"
#include "dicom/uid.h"
#include "objects/cases_for_test.h"
#include "objects/write_objects.h"

namespace roentgen::objects {
namespace {

// %PDF of one empty page: what stands in for a report.
constexpr std::string_view kSmallPdf =
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

class Cases : public testing::TestWithParam<Case> {};

// With ROENTGEN_WRITE_OBJECTS=FOLDER every object is left there, in FOLDER/drawn-<case>/, beside film.bin and
// findings.json, for tests/objects/validate.py.
TEST_P(Cases, AreWrittenTheSameTwiceAndPointAtTheirFilm) {
  const OpenedCase one = open_case(GetParam());
  Input input = one.input();
  const auto pdf = std::as_bytes(std::span(kSmallPdf));
  const std::vector<Pdf> reports{{"Draft report", "en", {pdf.begin(), pdf.end()}}};
  input.reports = reports;
  const auto objects = write_objects(input).value();
  const auto again = write_objects(input).value();
  ASSERT_EQ(objects.size(), again.size());
  for (std::size_t i = 0; i < objects.size(); ++i) {
    EXPECT_EQ(objects[i].file, again[i].file) << objects[i].file_name;
    const auto read = dicom::read_part10(objects[i].file).value();
    EXPECT_EQ(read.damage, "") << objects[i].file_name;
    EXPECT_EQ(dicom::text(read.data, dicom::tag::kStudyInstanceUid), one.source.study_instance_uid);
    EXPECT_EQ(dicom::text(read.data, dicom::tag::kSopInstanceUid), objects[i].sop_instance_uid);
    const std::string_view bytes(reinterpret_cast<const char*>(objects[i].file.data()),
                                 objects[i].file.size());
    EXPECT_NE(bytes.find(one.source.sop_instance_uid), std::string_view::npos) << objects[i].file_name;
  }
  const char* folder = std::getenv("ROENTGEN_WRITE_OBJECTS");
  if (folder == nullptr) return;
  const std::filesystem::path out = std::filesystem::path(folder) / ("drawn-" + GetParam().name);
  std::filesystem::create_directories(out);
  ASSERT_TRUE(base::write_file(out / "film.bin", GetParam().film));
  ASSERT_TRUE(base::write_text(out / "findings.json", study::write_reading(one.reading)));
  for (const Object& object : objects) ASSERT_TRUE(base::write_file(out / object.file_name, object.file));
}

INSTANTIATE_TEST_SUITE_P(Objects, Cases, testing::ValuesIn(cases()),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace roentgen::objects
