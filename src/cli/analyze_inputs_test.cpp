#include "cli/analyze_inputs.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/folder_for_test.h"

namespace roentgen::cli {
namespace {

namespace fs = std::filesystem;

class AnalyzeInputs : public ::testing::Test {
 protected:
  fs::path make(const std::string& name, const std::string& content = "x") {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << content;
    return folder_ / name;
  }
  std::vector<std::string> names(const Inputs& inputs) {
    std::vector<std::string> result;
    for (const auto& file : inputs.files) result.push_back(fs::relative(file, folder_).string());
    return result;
  }
  const base::TempFolder temp_;
  const fs::path folder_ = temp_.path();
};

TEST_F(AnalyzeInputs, TakesRadiographsOfAFolderInOrder) {
  make("b.DCM");
  make("a/z.png");
  make("a/IM0001", std::string(128, '\0') + "DICM");
  make("a/README");
  make("notes.txt");
  make(".hidden.dcm");
  make("DICOMDIR", std::string(128, '\0') + "DICM");
  make("out/film/image.png");
  const auto inputs = collect_inputs({folder_.string()}, folder_ / "out");
  EXPECT_EQ(names(inputs), (std::vector<std::string>{"a/IM0001", "a/z.png", "b.DCM"}));
  EXPECT_EQ(inputs.skipped, 3U);  // README, notes.txt, DICOMDIR
}

TEST_F(AnalyzeInputs, FilesCountWhateverTheirNameAndOnlyOnce) {
  const auto file = make("text.txt");
  const auto inputs =
      collect_inputs({file.string(), (folder_ / "." / "text.txt").string(), "/no/such.dcm"}, {});
  ASSERT_EQ(inputs.files.size(), 2U);
  EXPECT_EQ(inputs.files[0], file);
  EXPECT_EQ(inputs.files[1], "/no/such.dcm");
}

TEST_F(AnalyzeInputs, PatternsUnlessAFileHasThatName) {
  make("one.dcm");
  make("two.dcm");
  EXPECT_EQ(names(collect_inputs({(folder_ / "*.dcm").string()}, {})),
            (std::vector<std::string>{"one.dcm", "two.dcm"}));
  make("[1].dcm");
  EXPECT_EQ(names(collect_inputs({(folder_ / "[1].dcm").string()}, {})),
            (std::vector<std::string>{"[1].dcm"}));
  EXPECT_EQ(names(collect_inputs({(folder_ / "*.png").string()}, {})), (std::vector<std::string>{"*.png"}));
}

TEST(ResultNames, AreSafeAndNeverCollide) {
  EXPECT_EQ(result_names({"a/film.dcm", "b/film.dcm", "c/FILM.png", "film-2.dcm"}),
            (std::vector<std::string>{"film", "film-2", "FILM-3", "film-2-2"}));
  EXPECT_EQ(
      result_names({"summary.csv.dcm", "report.html", "..", "-x.dcm", "a b/<c>&\"d\n.dcm", "\xC3\xA4.dcm"}),
      (std::vector<std::string>{"summary.csv-2", "report", "_..", "_-x", "_c___d_", "__"}));
  EXPECT_EQ(result_names({std::string(300, 'n') + ".dcm"})[0].size(), 80U);
}

}  // namespace
}  // namespace roentgen::cli
