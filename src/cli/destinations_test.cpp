#include "cli/destinations.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/file.h"
#include "study/reading_json.h"

namespace roentgen::cli {
namespace {

const std::set<std::string> kLabels{"Effusion", "Nodule"};

base::Result<std::vector<Destination>> parse(const std::string& destinations) {
  return parse_destinations(
      R"({"schema": "roentgen/objects-config/1", "destinations": )" + destinations + "}", "locales", kLabels);
}

TEST(Destinations, WhatADestinationCanSay) {
  const auto read = parse(R"([{"name": "ward", "objects": ["words", "hl7"], "findings": ["Effusion"],
      "thresholds": {"Effusion": 0.5}, "languages": ["de", "es"], "patient_in_pages": false,
      "patient_in_rows": true, "hl7": {"receiving_application": "RIS", "processing": "T"}},
      {"name": "study", "folder": "/tmp/../srv/study", "objects": ["all"]}])");
  ASSERT_TRUE(read) << read.error().message;
  const Destination& ward = read->at(0);
  EXPECT_EQ(ward.folder, "ward");
  EXPECT_EQ(ward.objects, (std::vector<std::string>{"words", "hl7"}));
  EXPECT_EQ(ward.thresholds.at("Effusion"), 0.5);
  EXPECT_EQ(ward.languages.front(), "de");
  EXPECT_FALSE(ward.patient_in_pages);
  EXPECT_TRUE(ward.patient_in_rows);
  EXPECT_EQ(ward.hl7.receiving_application, "RIS");
  EXPECT_EQ(read->at(1).folder, "/srv/study");
  EXPECT_EQ(read->at(1).objects, object_names());
  EXPECT_EQ(read->at(1).languages, std::vector<std::string>{"en"});
}

TEST(Destinations, WhatIsWrongIsNamed) {
  const std::pair<const char*, const char*> cases[] = {
      {R"([])", "destinations is not a list"},
      {R"([{"objects": ["words"]}])", "destinations[0].name is missing"},
      {R"([{"name": "a/b", "objects": ["words"]}])", "destinations[0].name"},
      {R"([{"name": "a", "objects": ["words"], "colour": 1}])", "unknown field \"colour\""},
      {R"([{"name": "a", "objects": []}])", "destinations[0].objects"},
      {R"([{"name": "a", "objects": ["fax"]}])", "\"fax\""},
      {R"([{"name": "a", "objects": ["words", "words"]}])", "twice"},
      {R"([{"name": "a", "folder": "../b", "objects": ["words"]}])", "destinations[0].folder"},
      {R"([{"name": "a", "objects": ["words"], "findings": ["Cough"]}])", "Effusion, Nodule"},
      {R"([{"name": "a", "objects": ["words"], "findings": ["Nodule"], "thresholds": {"Effusion": 0.5}}])",
       "destinations[0].thresholds"},
      {R"([{"name": "a", "objects": ["words"], "thresholds": {"Nodule": 1}}])", "between 0 and 1"},
      {R"([{"name": "a", "objects": ["words"], "thresholds": {"Nodule": "0.5"}}])", "between 0 and 1"},
      {R"([{"name": "a", "objects": ["words"], "languages": ["fr"]}])", "de, en, es"},
      {R"([{"name": "a", "objects": ["words"], "patient_in_rows": "yes"}])", "neither true nor false"},
      {R"([{"name": "a", "objects": ["hl7"], "hl7": {"processing": "X"}}])", "none of P, T and D"},
      {R"([{"name": "a", "objects": ["words"]}, {"name": "a", "objects": ["words"]}])", "earlier one"},
      {R"([[[[[[[[1]]]]]]]])", "nested"},
  };
  for (const auto& [json, says] : cases) {
    const auto read = parse(json);
    ASSERT_FALSE(read) << json;
    EXPECT_EQ(read.error().code, base::ErrorCode::usage);
    EXPECT_NE(read.error().message.find(says), std::string::npos) << json << ": " << read.error().message;
  }
  EXPECT_FALSE(parse_destinations("{", "locales", kLabels));
  EXPECT_FALSE(parse_destinations("{}", "locales", kLabels));
}

TEST(Destinations, ListsOnTheCommandLine) {
  EXPECT_EQ(*parse_object_list("all"), object_names());
  EXPECT_EQ(*parse_object_list("fhir,hl7"), (std::vector<std::string>{"fhir", "hl7"}));
  for (const char* wrong : {"", "fhir,", "fhir,fhir", "fax", "all,fhir"})
    EXPECT_FALSE(parse_object_list(wrong)) << wrong;
  EXPECT_TRUE(parse_language_list("de,en", "locales"));
  EXPECT_FALSE(parse_language_list("de,../en", "locales"));
  const auto nowhere = parse_language_list("en", "src/cli");
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().code, base::ErrorCode::unusable_input);
}

TEST(Destinations, AThresholdOfItsOwnDecidesAnew) {
  const study::Reading reading =
      study::parse_reading(base::read_text("src/study/testdata/read.findings.json", 1 << 20).value()).value();
  Destination strict;
  strict.name = "ward";
  EXPECT_EQ(as_wanted(reading, strict), reading);
  strict.labels = {"Effusion"};
  strict.thresholds = {{"Effusion", 0.9}};
  const study::Reading wanted = as_wanted(reading, strict);
  ASSERT_EQ(wanted.findings.size(), 1U);
  EXPECT_FALSE(wanted.findings[0].present);
  EXPECT_TRUE(wanted.findings[0].regions.empty());
  EXPECT_EQ(wanted.findings[0].threshold_origin, "set for the destination ward");
  EXPECT_EQ(wanted.triage.urgency, study::Urgency::routine);
  strict.labels.clear();
  strict.thresholds = {{"Nodule", 0.0241}};
  EXPECT_TRUE(as_wanted(reading, strict).findings[1].present);
}

}  // namespace
}  // namespace roentgen::cli
