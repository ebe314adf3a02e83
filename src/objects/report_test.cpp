#include "objects/report.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "dicom/part10.h"
#include "objects/concepts.h"
#include "objects/content_reading.h"
#include "objects/document.h"
#include "objects/object_cases_for_test.h"
#include "objects/read_report.h"

namespace roentgen::objects {
namespace {

ObjectCase case_named(const std::string& name) {
  std::vector<ObjectCase> cases = object_cases();
  for (ObjectCase& one : cases)
    if (one.name == name) return one;
  throw std::runtime_error("no case " + name);
}

base::Bytes object_of(const std::string& name, const std::string& kind) {
  const std::vector<Object> objects = write_case(case_named(name)).value();
  for (const Object& object : objects)
    if (object.kind == kind) return object.file;
  return {};
}

ContentItem content_of(const base::Bytes& file) {
  return read_content(dicom::read_part10(file, dicom::Sequences::all).value().data).value();
}

void visit(const ContentItem& item, const std::function<void(const ContentItem&)>& look) {
  look(item);
  for (const ContentItem& child : item.items) visit(child, look);
}

// What a report holds of a reading: all but the gate, the name of the file and facts that only the file has.
study::Reading held(study::Reading reading) {
  reading.gate = {};
  reading.provenance.input_name.clear();
  reading.source = {};
  return reading;
}

TEST(Report, ComesBackAsItWasWritten) {
  for (const ObjectCase& one : object_cases()) {
    SCOPED_TRACE(one.name);
    const auto objects = write_case(one).value();
    const auto report = read_report(objects.back().file);
    ASSERT_TRUE(report.has_value()) << report.error().message;
    EXPECT_TRUE(report->ours);
    EXPECT_EQ(held(report->reading), held(one.reading));
    EXPECT_EQ(report->sop_instance_uid, objects.back().sop_instance_uid);
    EXPECT_EQ(report->reading.source.rows, 400);
    EXPECT_EQ(report->reading.source.columns, 360);
  }
}

TEST(Report, PutsRegionsOnPixelsAsTheStandardCountsThem) {
  // C.18.6.1.1: 0, 0 is the outer corner of the top-left pixel, so its centre (ours) is 0.5, 0.5.
  bool found = false;
  visit(content_of(object_of("cr", "sr")), [&](const ContentItem& item) {
    if (item.type != ValueType::scoord || item.concept_name.view() != concepts::kImageRegion || found) return;
    found = true;
    EXPECT_EQ(item.graphic_type, "POLYLINE");
    const std::vector<float> box{201, 250.5F, 330.5F, 250.5F, 330.5F, 381, 201, 381, 201, 250.5F};
    EXPECT_EQ(item.coordinates, box);
    ASSERT_EQ(item.items.size(), 1U);
    EXPECT_EQ(item.items[0].relation, Relation::selected_from);
    EXPECT_EQ(item.items[0].object.sop_instance_uid, "1.2.3.4");
  });
  EXPECT_TRUE(found);
}

TEST(Report, NamesTheFrameOfAFilmWithSeveral) {
  visit(content_of(object_of("two-frames", "sr")), [](const ContentItem& item) {
    if (item.type == ValueType::image && item.object.sop_instance_uid == "1.2.3.4") {
      EXPECT_EQ(item.object.frames, std::vector<int>{1});
    }
  });
}

TEST(Report, IsTheRootOfAllObjectsOfTheRun) {
  const auto objects = write_case(case_named("urgent")).value();
  std::vector<std::string> referred;
  visit(content_of(objects.back().file), [&](const ContentItem& item) {
    if (!item.object.sop_instance_uid.empty()) referred.push_back(item.object.sop_instance_uid);
  });
  for (std::size_t i = 0; i + 1 < objects.size(); ++i)
    EXPECT_NE(std::ranges::find(referred, objects[i].sop_instance_uid), referred.end()) << objects[i].kind;
  // Every one of them, and the film, is in the evidence (C.17.2).
  const auto read = dicom::read_part10(objects.back().file, dicom::Sequences::all).value();
  std::vector<std::string> evidence;
  for (const auto& study : dicom::items(read.data, {0x0040, 0xA375}))
    for (const auto& series : dicom::items(study, {0x0008, 0x1115}))
      for (const auto& object : dicom::items(series, {0x0008, 0x1199}))
        evidence.push_back(dicom::text(object, {0x0008, 0x1155}));
  EXPECT_EQ(evidence.size(), objects.size());  // all but itself, and the film
  for (const std::string& uid : referred) EXPECT_NE(std::ranges::find(evidence, uid), evidence.end()) << uid;
}

TEST(Report, NamesWhatItSupersedes) {
  const ObjectCase one = case_named("cr");
  const ExampleFilm example = open_example(one.file);
  const std::vector<Earlier> earlier{{"sr", "1.2.3", "1.2.9", kComprehensive3dSr, "1.2.9.1"},
                                     {"cad", "1.2.3", "1.2.8", kChestCadSr, "1.2.8.1"}};
  const Input input{one.reading, example.source, &example.film.display, {}, {}, earlier};
  const auto objects = write_objects(input, {{"sr", "cad"}, {}, "en"}).value();
  const auto fresh = write_case(one, {{"sr", "cad"}, {}, "en"}).value();
  for (const Object& object : objects) {
    const auto read = dicom::read_part10(object.file, dicom::Sequences::all).value();
    const auto predecessors = dicom::items(read.data, {0x0040, 0xA360});
    ASSERT_EQ(predecessors.size(), 1U);
    const auto series = dicom::items(predecessors[0], {0x0008, 0x1115});
    EXPECT_EQ(dicom::text(series[0], {0x0020, 0x000E}), object.kind == "sr" ? "1.2.9" : "1.2.8");
  }
  EXPECT_NE(objects.back().sop_instance_uid, fresh.back().sop_instance_uid);
}

TEST(Report, SaysNothingOfWhoAndWhichFile) {
  study::Reading reading = example_reading("read");
  reading.provenance.input_name = "Doe_Jane_1950.dcm";
  const ExampleFilm example = open_example(case_named("cr").file);
  const auto objects = write_objects({reading, example.source, &example.film.display}).value();
  for (const Object& object : objects) {
    const std::string bytes(reinterpret_cast<const char*>(object.file.data()), object.file.size());
    EXPECT_EQ(bytes.find("Doe_Jane_1950"), std::string::npos) << object.kind;
  }
}

TEST(ChestCad, SaysWhatWasRunAndWhatNot) {
  const auto value = [](const std::string& name, const Code& concept_name) {
    const ContentItem root = content_of(object_of(name, "cad"));
    const ContentItem* item = find_item(root, concept_name);
    return item != nullptr ? item->code.meaning : std::string("(none)");
  };
  EXPECT_EQ(value("cr", concepts::kCadSummary), "All algorithms succeeded; with findings");
  EXPECT_EQ(value("nothing-found", concepts::kCadSummary),
            "Not all algorithms succeeded; without findings");  // the heart could not be measured
  EXPECT_EQ(value("nothing-found", concepts::kSummaryOfAnalyses), "Partially Succeeded");
  EXPECT_EQ(value("not-read", concepts::kSummaryOfDetections), "Not Attempted");
  EXPECT_EQ(value("not-read", concepts::kCadSummary), "Not all algorithms succeeded; without findings");
  EXPECT_EQ(value("failed", concepts::kSummaryOfAnalyses), "Failed");
  EXPECT_EQ(value("failed", concepts::kCadSummary), "No algorithms succeeded; without findings");
}

TEST(ChestCad, MarksEveryRegion) {
  std::size_t marks = 0;
  visit(content_of(object_of("cr", "cad")), [&](const ContentItem& item) {
    if (item.concept_name.view() == concepts::kCenter) {
      EXPECT_EQ(item.graphic_type, "POINT");
      EXPECT_EQ(item.coordinates,
                (std::vector<float>{265.8F, 315.8F}));  // of 200.5…330 and 250…380.5, rounded
      ++marks;
    }
  });
  EXPECT_EQ(marks, 1U);
}

}  // namespace
}  // namespace roentgen::objects
