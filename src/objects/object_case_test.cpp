#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>

#include "objects/object_cases_for_test.h"
#include "objects/read_report.h"

namespace roentgen::objects {
namespace {

namespace fs = std::filesystem;

// With ROENTGEN_WRITE_OBJECTS=FOLDER the objects of every case are written there, one folder a case, with its
// reading beside them: what tests/objects/validate.py looks at.
TEST(ObjectCase, OfEveryFilmAreWrittenTheSameTwice) {
  const char* folder = std::getenv("ROENTGEN_WRITE_OBJECTS");
  std::set<std::string> uids;
  for (const ObjectCase& one : object_cases()) {
    SCOPED_TRACE(one.name);
    const auto objects = write_case(one);
    ASSERT_TRUE(objects.has_value()) << objects.error().message;
    const auto again = write_case(one);
    ASSERT_EQ(objects->size(), again->size());
    for (std::size_t i = 0; i < objects->size(); ++i) {
      const Object& object = (*objects)[i];
      EXPECT_EQ(object.file, (*again)[i].file) << object.kind;
      const bool shared = object.kind == "picture";  // of one film, whatever was read in it
      EXPECT_TRUE(uids.insert(object.sop_instance_uid).second || shared) << object.kind;
      EXPECT_LE(object.sop_instance_uid.size(), 64U);
    }
    EXPECT_EQ(objects->back().kind, "sr");
    if (folder == nullptr) continue;
    const fs::path room = fs::path(folder) / one.name;
    fs::create_directories(room);
    for (const Object& object : *objects)
      ASSERT_TRUE(base::write_file(room / object.file_name, object.file).has_value());
    ASSERT_TRUE(base::write_file(room / "film.bin", one.file).has_value());
    ASSERT_TRUE(base::write_text(room / "findings.json", study::write_reading(one.reading)).has_value());
  }
}

TEST(ObjectCase, OnlyUrgentFilmsAreFlagged) {
  for (const ObjectCase& one : object_cases()) {
    const auto objects = write_case(one, {{"ko"}, {}, "en"}).value();
    const bool flagged = std::ranges::find(objects, "ko", &Object::kind) != objects.end();
    EXPECT_EQ(flagged, one.name == "urgent") << one.name;
  }
}

TEST(ObjectCase, AChoiceLeavesOutFindings) {
  const ObjectCase one = object_cases().front();
  const auto objects = write_case(one, {{"sr"}, {"Nodule"}, "en"}).value();
  ASSERT_EQ(objects.size(), 1U);
  const auto report = read_report(objects[0].file).value();
  ASSERT_EQ(report.reading.findings.size(), 1U);
  EXPECT_EQ(report.reading.findings[0].label, "Nodule");
}

}  // namespace
}  // namespace roentgen::objects
