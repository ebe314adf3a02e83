#include "objects/assessment.h"

#include <gtest/gtest.h>

#include "dicom/nested.h"
#include "dicom/part10.h"
#include "objects/earlier.h"
#include "objects/object_cases_for_test.h"
#include "objects/read_report.h"
#include "objects/tags.h"

namespace roentgen::objects {
namespace {

study::Decision example_decision() {
  study::Decision decision;
  decision.person = "M\xC3\xBCller^Anna";
  decision.role = "radiologist";
  decision.when = "20261121101500+0100";
  decision.comment = "Read with the lateral view.";
  decision.findings = {{"Effusion", study::Verdict::accepted, "", {}, {}},
                       {"Nodule",
                        study::Verdict::edited,
                        "Seen at the left apex.",
                        true,
                        {{study::Shape::box, {{10, 20}, {30.5, 40}}, 0}}},
                       {"", study::Verdict::rejected, "Wrong patient.", {}, {}}};
  return decision;
}

struct Judged {
  ExampleFilm film;
  study::Reading reading;
  Evidence report;
};
Judged judged(const ObjectCase& one) {
  const Object root = write_case(one).value().back();
  Judged result{open_example(one.file), one.reading, {}};
  result.report = object_evidence(result.film.source, root);
  return result;
}

TEST(Assessment, ComesBackAsItWasWritten) {
  const Judged j = judged(object_cases().front());
  study::Decision decision = example_decision();
  decision.report_uid = j.report.sop_instance_uid;
  const Object object = write_assessment(j.film.source, j.reading, j.report, decision).value();
  EXPECT_EQ(read_assessment(object.file).value(), decision);
  EXPECT_EQ(write_assessment(j.film.source, j.reading, j.report, decision).value().file, object.file);
  EXPECT_NE(object.sop_instance_uid, j.report.sop_instance_uid);
}

TEST(Assessment, KeepsTheTrackingUidOfWhatItJudges) {
  const ObjectCase one = object_cases().front();
  const Judged j = judged(one);
  const auto original = read_report(write_case(one).value().back().file).value();
  const Object object = write_assessment(j.film.source, j.reading, j.report, example_decision()).value();
  const auto assessed = read_report(object.file).value();
  ASSERT_EQ(assessed.groups.size(), 3U);
  EXPECT_EQ(assessed.groups[0].tracking_identifier, "finding Effusion");
  EXPECT_EQ(assessed.groups[0].tracking_uid, original.groups[0].tracking_uid);
}

// The film is not at hand when a person decides: the report alone must do.
TEST(Assessment, NeedsNothingButTheReport) {
  for (ObjectCase one : object_cases()) {
    one.reading.provenance.input_sha256 = base::sha256_hex(one.file);  // as in a run of the program
    const Judged j = judged(one);
    const auto root = write_case(one).value().back();
    const auto alone = read_judged(root.file);
    ASSERT_TRUE(alone.has_value()) << one.name;
    EXPECT_EQ(alone->evidence.sop_instance_uid, root.sop_instance_uid) << one.name;
    const auto with_film = write_assessment(j.film.source, j.reading, j.report, example_decision()).value();
    const auto object =
        write_assessment(alone->source, alone->reading, alone->evidence, example_decision()).value();
    EXPECT_TRUE(object.file == with_film.file) << one.name;
  }
  EXPECT_FALSE(read_judged(object_cases().front().file).has_value());
}

TEST(Assessment, NamesTheOneThatItSupersedes) {
  const Judged j = judged(object_cases().front());
  study::Decision decision = example_decision();
  const Object first = write_assessment(j.film.source, j.reading, j.report, decision).value();
  decision.comment = "Seen again.";
  const std::vector earlier{identify(first.file, "assessment").value()};
  const Object second = write_assessment(j.film.source, j.reading, j.report, decision, earlier).value();
  const auto read = dicom::read_part10(second.file, dicom::Sequences::all).value();
  const auto study = dicom::first_item(read.data, tag::kPredecessorDocumentsSequence);
  const auto series = dicom::first_item(study, tag::kReferencedSeriesSequence);
  const auto object = dicom::first_item(series, tag::kReferencedSopSequence);
  EXPECT_EQ(dicom::text(object, tag::kReferencedSopInstanceUid), first.sop_instance_uid);
  EXPECT_NE(second.sop_instance_uid, first.sop_instance_uid);
}

TEST(Assessment, RefusesWhatCannotBeWritten) {
  const Judged j = judged(object_cases().front());
  study::Decision decision = example_decision();
  for (const char* when : {"", "yesterday", "20261121", "20261121101500+01:00"}) {
    decision.when = when;
    EXPECT_FALSE(write_assessment(j.film.source, j.reading, j.report, decision).has_value()) << when;
  }
  decision = example_decision();
  decision.person.clear();
  EXPECT_FALSE(write_assessment(j.film.source, j.reading, j.report, decision).has_value());
  EXPECT_FALSE(read_assessment(write_case(object_cases().front()).value().back().file).has_value());
}

// For tests/objects/validate.py, beside the other objects.
TEST(ObjectCase, OfDecisions) {
  const char* folder = std::getenv("ROENTGEN_WRITE_OBJECTS");
  for (const ObjectCase& one : object_cases()) {
    const Judged j = judged(one);
    const auto object = write_assessment(j.film.source, j.reading, j.report, example_decision());
    ASSERT_TRUE(object.has_value()) << one.name;
    if (folder == nullptr) continue;
    std::filesystem::create_directories(std::filesystem::path(folder) / one.name);
    ASSERT_TRUE(base::write_file(std::filesystem::path(folder) / one.name / "assessment.dcm", object->file)
                    .has_value());
  }
}

}  // namespace
}  // namespace roentgen::objects
