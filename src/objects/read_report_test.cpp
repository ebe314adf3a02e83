#include "objects/read_report.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/file.h"
#include "dicom/part10.h"
#include "objects/content_reading.h"
#include "objects/content_writing.h"
#include "objects/document.h"
#include "objects/object_cases_for_test.h"

namespace roentgen::objects {
namespace {

namespace fs = std::filesystem;

base::Result<ReadReport> read_shared(const std::string& name) {
  const fs::path path = fs::path("../shared/data/dicom/objects") / name;
  return read_report(base::read_file(path, 1 << 26).value());
}

class OthersReports : public testing::Test {
  void SetUp() override {
    if (!fs::exists("../shared/data/dicom/objects")) GTEST_SKIP() << "the shared objects are not here";
  }
};

TEST_F(OthersReports, OfDcmqiGiveMeasurements) {
  const auto report = read_shared("sr_tid1500_dcmqi.dcm").value();
  EXPECT_FALSE(report.ours);
  EXPECT_EQ(report.title.value, "126000");
  ASSERT_FALSE(report.groups.empty());
  EXPECT_FALSE(report.groups[0].tracking_uid.empty());
  EXPECT_FALSE(report.groups[0].segmentation.sop_instance_uid.empty());
  EXPECT_FALSE(report.reading.measurements.empty());
}

TEST_F(OthersReports, OfDwvGiveRegions) {
  for (const char* name : {"sr_tid1500_rectangle_dwv.dcm", "sr_tid1500_roi_dwv.dcm"}) {
    const auto report = read_shared(name).value();
    std::size_t regions = 0;
    for (const ReportGroup& group : report.groups) regions += group.regions.size();
    EXPECT_GE(regions, 1U) << name;
    ASSERT_FALSE(report.reading.findings.empty()) << name;
  }
}

TEST_F(OthersReports, OfAnyKindAreReadOrRefusedInASentence) {
  for (const auto& entry : fs::directory_iterator("../shared/data/dicom/objects")) {
    if (entry.path().extension() != ".dcm") continue;
    const auto report = read_report(base::read_file(entry.path(), 1 << 26).value());
    const bool is_report = entry.path().filename().string().starts_with("sr_") ||
                           entry.path().filename().string().starts_with("ko_");
    EXPECT_EQ(report.has_value(), is_report) << entry.path();
    if (!report) {
      EXPECT_FALSE(report.error().message.empty());
    }
  }
}

TEST(ReadReport, RefusesWhatIsNestedTooDeep) {
  ContentItem root;
  root.concept_name = {"1", "99TEST", "deep"};
  for (int i = 0; i < kDeepestContent + 1; ++i) {
    ContentItem parent = root;
    parent.relation = Relation::contains;
    parent.items = {root};
    root = parent;
  }
  dicom::DataSetWriter out;
  write_content(root, out);
  const auto report = read_report(dicom::part10_file(out, kComprehensive3dSr, "1.2.3"));
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().message, "the report is nested deeper than any real one");
}

TEST(ReadReport, ReadsWhatIsLeftOfACutFile) {
  const base::Bytes whole = write_case(object_cases().front()).value().back().file;
  for (std::size_t length = 0; length < whole.size(); length += 61) {
    const auto report = read_report(dicom::ByteView(whole).first(length));
    if (report) {
      EXPECT_LE(report->reading.findings.size(), 3U);
    }
  }
}

TEST(Decimals, HaveAtMostSixteenCharacters) {
  EXPECT_EQ(numeric_value(0.1), "0.1");
  EXPECT_EQ(numeric_value(0), "0");
  EXPECT_EQ(numeric_value(107.63), "107.63");
  for (const double value : {1.0 / 3, -1.0 / 3, 1e300 / 7, -1e-300 / 7, 123456789012345678.0}) {
    const std::string text = numeric_value(value);
    EXPECT_LE(text.size(), 16U) << text;
    EXPECT_NEAR(std::stod(text) / value, 1, 1e-8) << text;
  }
}

}  // namespace
}  // namespace roentgen::objects
