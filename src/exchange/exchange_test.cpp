// Under the sanitizers g++ 12 believes that std::regex reads a state it has just moved from (GCC bug 105562).
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "exchange/fhir.h"
#include "exchange/hl7.h"
#include "exchange/rows.h"
#include "exchange/uuid.h"
#include "objects/example_for_test.h"
#include "report/draft.h"

namespace roentgen::exchange {
namespace {

using Json = nlohmann::json;

// One film with all that a message is made of.
struct Example {
  study::Reading reading;
  objects::Source source;
  dicom::Identity who;
  report::Text draft;
  Subject subject() const { return {reading, source, who, draft}; }
};

Example example(study::Reading reading, const char* language, dicom::DataSetWriter film) {
  const base::Bytes file = objects::example_file(film);
  Example made{std::move(reading), objects::open_example(file).source, dicom::read_identity(file), {}};
  made.draft = report::write_draft(made.reading, report::load_locale("locales", language).value());
  return made;
}

Example example(const std::string& name, const char* language = "en") {
  return example(objects::example_reading(name), language, objects::example_film());
}

std::vector<Json> resources(const Json& bundle, const std::string& type) {
  std::vector<Json> found;
  for (const Json& entry : bundle["entry"])
    if (entry["resource"]["resourceType"] == type) found.push_back(entry["resource"]);
  return found;
}

TEST(Uuid, Version8AndTheRfcVariant) {
  const std::string one = uuid_of_words({"a", "bc"});
  EXPECT_TRUE(std::regex_match(
      one, std::regex("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")))
      << one;
  EXPECT_EQ(one, uuid_of_words({"a", "bc"}));
  EXPECT_NE(one, uuid_of_words({"ab", "c"}));
}

TEST(Fhir, EveryFindingAndMeasurementIsAnObservationAndEveryReferenceIsThere) {
  const Example film = example("read");
  const std::string text = fhir_bundle(film.subject());
  EXPECT_EQ(text, fhir_bundle(film.subject()));
  const Json bundle = Json::parse(text);
  EXPECT_EQ(resources(bundle, "Observation").size(), 4U);
  const Json report = resources(bundle, "DiagnosticReport").at(0);
  EXPECT_EQ(report["status"], "preliminary");
  EXPECT_EQ(report["result"].size(), 4U);

  std::set<std::string> urls;
  for (const Json& entry : bundle["entry"]) {
    EXPECT_TRUE(urls.insert(entry["fullUrl"]).second);
    EXPECT_EQ(entry["fullUrl"], "urn:uuid:" + entry["resource"]["id"].get<std::string>());
  }
  const std::regex reference("\"reference\": \"([^\"]+)\"");
  for (std::sregex_iterator it(text.begin(), text.end(), reference), end; it != end; ++it)
    EXPECT_TRUE(urls.contains((*it)[1])) << (*it)[1];

  const Json effusion = resources(bundle, "Observation").at(0);
  EXPECT_EQ(effusion["code"]["coding"][0]["code"], "60046008");
  EXPECT_EQ(effusion["code"]["coding"][0]["system"], "http://snomed.info/sct");
  EXPECT_EQ(effusion["component"][0]["valueQuantity"]["value"], 43.12);
  EXPECT_EQ(effusion["component"][1]["valueQuantity"]["value"], 20);
  EXPECT_EQ(effusion["interpretation"][0]["coding"][0]["code"], "POS");
  EXPECT_EQ(effusion["component"][2]["valueString"], "box 200.5 250.0 330.0 380.5");
  const Json ratio = resources(bundle, "Observation").at(2);
  EXPECT_EQ(ratio["valueQuantity"]["value"], 0.5125);
  EXPECT_EQ(ratio["valueQuantity"]["code"], "1");
  const Json patient = resources(bundle, "Patient").at(0);
  EXPECT_EQ(patient["name"][0]["family"], "Doe");
  EXPECT_EQ(patient["identifier"][0]["value"], "P-1");
}

TEST(Fhir, AFilmThatWasNotReadHasAReportThatSaysWhy) {
  const Json bundle = Json::parse(fhir_bundle(example("not_read", "de").subject()));
  EXPECT_TRUE(resources(bundle, "Observation").empty());
  const Json report = resources(bundle, "DiagnosticReport").at(0);
  EXPECT_FALSE(report.contains("result"));
  EXPECT_EQ(report["conclusion"],
            "Das Programm hat die Aufnahme nicht ausgewertet. Über die Patientin oder den Patienten sagt das "
            "nichts "
            "aus. Das Bild sieht nicht wie eine frontale Thoraxaufnahme aus, sondern am ehesten wie: Knie.");
}

TEST(Fhir, HostileTextStaysText) {
  study::Reading reading = objects::example_reading("read");
  reading.findings[0].label = "\"}],\"x\":[{";
  reading.findings[0].title = "<script>alert(1)</script>&\x01";
  reading.source.body_part = "\xFF\"";
  dicom::DataSetWriter film = objects::example_film();
  film.text({0x0010, 0x0010}, "PN", "<b>^\"Doe\\");
  const Json bundle = Json::parse(fhir_bundle(example(reading, "en", film).subject()));
  const std::string div = resources(bundle, "DiagnosticReport").at(0)["text"]["div"];
  EXPECT_EQ(div.find("<script"), std::string::npos);
  EXPECT_NE(div.find("&lt;script&gt;alert(1)&lt;/script&gt;&amp;\uFFFD"), std::string::npos);
  EXPECT_EQ(resources(bundle, "Patient").at(0)["name"][0]["family"], "<b>");
}

TEST(Fhir, WhiteSpaceIsWhatFhirAllows) {
  dicom::DataSetWriter film = objects::example_film();
  film.text({0x0008, 0x0005}, "CS", "ISO_IR 192").text({0x0010, 0x0010}, "PN", "Doe\u00A0Roe^Jane\u3000Ann");
  const std::string text = fhir_bundle(example(objects::example_reading("read"), "de", film).subject());
  EXPECT_EQ(text.find("\u00A0"), std::string::npos);
  EXPECT_EQ(text.find("\u3000"), std::string::npos);
  EXPECT_NE(text.find("Wahrscheinlichkeit 43 %"), std::string::npos);
  EXPECT_EQ(resources(Json::parse(text), "Patient").at(0)["name"][0]["given"][0], "Jane Ann");
}

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == at)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

TEST(Hl7, OneObservationForEachFindingAndMeasurement) {
  const Example film = example("read");
  const auto segments = split(hl7_message(film.subject(), {"CLINIC", "RIS", "HOSPITAL", "T"}), '\r');
  const auto fields = [&](std::size_t i) { return split(segments.at(i), '|'); };
  EXPECT_TRUE(segments[0].starts_with("MSH|^~\\&|ROENTGEN|CLINIC|RIS|HOSPITAL|20240229101112||ORU^R01^O"))
      << segments[0];
  EXPECT_EQ(fields(0).at(10), "T");
  EXPECT_EQ(fields(0).at(11), "2.5.1");
  EXPECT_EQ(fields(0).at(17), "UNICODE UTF-8");
  EXPECT_EQ(segments[1], "PID|1||P-1^^^^PI||Doe^Jane^^^^^L^A");
  EXPECT_EQ(fields(2).at(18), "A77");
  EXPECT_EQ(fields(2).at(25), "P");
  const auto effusion = fields(3);
  EXPECT_EQ(effusion.at(3), "60046008^Pleural effusion^SCT");
  EXPECT_EQ(effusion.at(5), "43.12");
  EXPECT_EQ(effusion.at(7), "<20");
  EXPECT_EQ(effusion.at(8), "A");
  EXPECT_EQ(effusion.at(11), "P");
  EXPECT_TRUE(segments[4].starts_with("NTE|1|L|A pleural effusion is possible")) << segments[4];
  EXPECT_EQ(std::ranges::count_if(segments, [](const auto& s) { return s.starts_with("OBX|"); }), 5);
  EXPECT_EQ(segments.back(), "");
}

TEST(Hl7, ValuesCannotBecomeFieldsOrSegments) {
  EXPECT_EQ(hl7_text("a|b^c&d~e\\f"), "a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f");
  EXPECT_EQ(hl7_text("a\rPID|9"), "a\uFFFDPID\\F\\9");
  study::Reading reading = objects::example_reading("not_read");
  reading.reasons[0].text = "x|y\rOBX|9|ST|\nz";
  dicom::DataSetWriter film = objects::example_film();
  film.text({0x0010, 0x0010}, "PN", "A|B^C&D~E").text({0x0010, 0x0020}, "LO", "1\rOBX");
  const auto segments = split(hl7_message(example(reading, "en", film).subject()), '\r');
  ASSERT_EQ(segments.size(), 5U);
  EXPECT_EQ(segments[1], "PID|1||1\uFFFDOBX^^^^PI||A\\F\\B^C\\T\\D\\R\\E^^^^^L^A");
  EXPECT_TRUE(segments[3].starts_with("OBX|1|TX|18782-3^"));
  EXPECT_NE(segments[3].find("x\\F\\y\uFFFDOBX\\F\\9\\F\\ST\\F\\\uFFFDz||||||X"), std::string::npos)
      << segments[3];
}

TEST(Hl7, NamesInOtherScriptsAreRepetitions) {
  dicom::DataSetWriter film = objects::example_film();
  film.text({0x0008, 0x0005}, "CS", "\\ISO 2022 IR 87")
      .text({0x0010, 0x0010}, "PN",
            "Yamada^Tarou=\x1B$B;3ED\x1B(B^\x1B$BB@O:\x1B(B=\x1B$B$d$^$@\x1B(B^\x1B$B$?$m$&\x1B(B");
  const auto segments =
      split(hl7_message(example(objects::example_reading("read"), "en", film).subject()), '\r');
  EXPECT_EQ(segments[1], "PID|1||P-1^^^^PI||Yamada^Tarou^^^^^L^A~山田^太郎^^^^^L^I~やまだ^たろう^^^^^L^P");
}

TEST(Rows, OneLineForEachFindingAndMeasurementWithoutWhoseItIs) {
  const Example film = example("read");
  const auto lines = split(csv_rows(film.subject(), false), '\n');
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_EQ(lines[0],
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855,read,soon,,CR,CHEST,,finding,"
            "Effusion,"
            "Pleural effusion,60046008,SCT,chest-findings,1.0.0,0.4312,0.2,true,false,,,200.5 250.0 330.0 "
            "380.5,\r");
  EXPECT_EQ(split(csv_head(false), ',').size(), 22U);
  EXPECT_EQ(split(csv_head(true), ',').size(), 31U);
  const std::string json = json_lines(film.subject(), false);
  for (const char* secret : {"Doe", "P-1", "A77", "film.dcm", "1.2.3.4"}) {
    EXPECT_EQ(csv_rows(film.subject(), false).find(secret), std::string::npos) << secret;
    EXPECT_EQ(json.find(secret), std::string::npos) << secret;
    EXPECT_NE(csv_rows(film.subject(), true).find(secret), std::string::npos) << secret;
  }
  EXPECT_EQ(Json::parse(split(json, '\n')[0])["probability"], 0.4312);
  const auto none = split(json_lines(example("not_read").subject(), false), '\n');
  ASSERT_EQ(none.size(), 2U);
  EXPECT_EQ(Json::parse(none[0])["kind"], "none");
  EXPECT_EQ(Json::parse(none[0])["reasons"][0], "not_a_frontal_chest");
}

TEST(Rows, ASpreadsheetIsNotGivenFormulas) {
  study::Reading reading = objects::example_reading("read");
  reading.source.body_part = "=cmd|' /C calc'!A0";
  const std::string csv = csv_rows(example(reading, "en", objects::example_film()).subject(), false);
  EXPECT_NE(csv.find(",'=cmd|"), std::string::npos) << csv;
}

}  // namespace
}  // namespace roentgen::exchange
