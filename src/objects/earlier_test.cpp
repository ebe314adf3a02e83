#include "objects/earlier.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "dicom/nested.h"
#include "dicom/part10.h"
#include "objects/document.h"
#include "objects/object_cases_for_test.h"
#include "objects/tags.h"

namespace roentgen::objects {
namespace {

const base::Bytes& file_of(const std::vector<Object>& objects, const std::string& kind) {
  return std::ranges::find(objects, kind, &Object::kind)->file;
}

EarlierRun run_of(const std::vector<Object>& objects) {
  return read_earlier_run(file_of(objects, "sr"), file_of(objects, "cad")).value();
}

// A film read by one version of the models after another.
struct Versions {
  ObjectCase first = object_cases().front();
  ObjectCase second = first;
  ExampleFilm film = open_example(first.file);
  Versions() { second.reading.provenance.models.front().version = "2.0.0"; }

  std::vector<Object> write(const ObjectCase& one, const EarlierRun* run = nullptr) const {
    Input input{one.reading, film.source, &film.film.display};
    input.grey = &*film.film.grey;
    std::vector<Earlier> earlier;
    if (run != nullptr) earlier = superseded(input, {}, *run);
    input.earlier = earlier;
    return write_objects(input).value();
  }
};

std::vector<std::string> predecessors(const base::Bytes& file) {
  const auto read = dicom::read_part10(file, dicom::Sequences::all).value();
  std::vector<std::string> uids;
  for (const auto& study : dicom::nested_items(read.data, tag::kPredecessorDocumentsSequence, 9))
    for (const auto& series : dicom::nested_items(study, tag::kReferencedSeriesSequence, 9))
      for (const auto& object : dicom::nested_items(series, tag::kReferencedSopSequence, 9))
        uids.push_back(dicom::text(object, tag::kReferencedSopInstanceUid));
  return uids;
}

TEST(EarlierRun, IsReadFromItsDocuments) {
  const Versions v;
  const auto objects = v.write(v.first);
  const EarlierRun run = run_of(objects);
  ASSERT_EQ(run.documents.size(), 2U);
  const Object& root = objects.back();
  EXPECT_EQ(run.documents[0].sop_instance_uid, root.sop_instance_uid);
  EXPECT_EQ(run.documents[0].series_instance_uid, root.series_instance_uid);
  EXPECT_EQ(run.documents[0].study_instance_uid, v.film.source.study_instance_uid);
  EXPECT_EQ(run.documents[1].kind, "cad");
  EXPECT_TRUE(run.predecessors.empty());
  EXPECT_NE(std::ranges::find(run.evidence, v.film.source.sop_instance_uid), run.evidence.end());
}

TEST(EarlierRun, IsNamedByTheNextVersionInEachDocument) {
  const Versions v;
  const auto old = v.write(v.first);
  const EarlierRun run = run_of(old);
  const auto next = v.write(v.second, &run);
  EXPECT_EQ(predecessors(file_of(next, "sr")), std::vector{run.documents[0].sop_instance_uid});
  EXPECT_EQ(predecessors(file_of(next, "cad")), std::vector{run.documents[1].sop_instance_uid});
  for (const Object& a : old)
    for (const Object& b : next) EXPECT_NE(a.sop_instance_uid, b.sop_instance_uid) << a.kind;
}

TEST(EarlierRun, SameInputAndVersionsGiveTheSameBytesAgain) {
  const Versions v;
  const auto same = [](const std::vector<Object>& a, const std::vector<Object>& b) {
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].file, b[i].file) << a[i].kind;
  };
  const auto first = v.write(v.first);
  const EarlierRun of_first = run_of(first);
  same(v.write(v.first, &of_first), first);  // nothing supersedes itself
  const auto second = v.write(v.second, &of_first);
  const EarlierRun of_second = run_of(second);
  same(v.write(v.second, &of_second), second);  // still the first one's successor
}

TEST(EarlierRun, OfAnotherFilmIsNotSuperseded) {
  const Versions v;
  EarlierRun run = run_of(v.write(v.first));
  run.evidence = {"1.2.3.99"};
  EXPECT_TRUE(predecessors(file_of(v.write(v.second, &run), "sr")).empty());
}

TEST(EarlierRun, RefusesWhatIsNoDocument) {
  const Versions v;
  const auto objects = v.write(v.first);
  EXPECT_FALSE(read_earlier_run(v.first.file).has_value());
  EXPECT_FALSE(read_earlier_run(file_of(objects, "cad")).has_value());
  EXPECT_FALSE(read_earlier_run(file_of(objects, "sr"), file_of(objects, "sr")).has_value());
  EXPECT_FALSE(read_earlier_run({}).has_value());
}

}  // namespace
}  // namespace roentgen::objects
