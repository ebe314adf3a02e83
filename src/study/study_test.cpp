#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/whole_number.h"
#include "study/margin.h"
#include "study/reading_json.h"

namespace roentgen::study {
namespace {

std::string example(const std::string& name) {
  return base::read_text("src/study/testdata/" + name, 1 << 20).value();
}

TEST(ReadingJson, ReadsWhatTheFileSays) {
  const auto reading = parse_reading(example("read.findings.json"));
  ASSERT_TRUE(reading) << reading.error().message;
  EXPECT_EQ(reading->status, Status::read);
  EXPECT_EQ(reading->triage.urgency, Urgency::soon);
  ASSERT_EQ(reading->findings.size(), 2U);
  EXPECT_EQ(reading->findings[0].label, "Effusion");
  EXPECT_DOUBLE_EQ(reading->findings[0].probability, 0.4312);
  EXPECT_TRUE(reading->findings[0].present);
  EXPECT_EQ(reading->findings[0].regions.at(0).points.at(1), (Point{330, 380.5}));
  EXPECT_EQ(reading->source.spacing.kind, SpacingKind::at_detector);
  EXPECT_DOUBLE_EQ(reading->source.spacing.column_mm, 0.875);
  EXPECT_EQ(reading->measurements[0].segments[1][1], (Point{300, 320}));
  EXPECT_EQ(reading->outlines[0].polygons[0].size(), 3U);
  EXPECT_EQ(leading_finding(*reading), &reading->findings[0]);
  EXPECT_EQ(find_measurement(*reading, "heart_width_mm")->unit, "mm");
  EXPECT_EQ(find_measurement(*reading, "spleen"), nullptr);
}

TEST(ReadingJson, RoundTripKeepsEveryField) {
  for (const char* name : {"read.findings.json", "not_read.findings.json"}) {
    const std::string text = example(name);
    const auto reading = parse_reading(text);
    ASSERT_TRUE(reading) << name << ": " << reading.error().message;
    const std::string written = write_reading(*reading);
    EXPECT_EQ(nlohmann::json::parse(written), nlohmann::json::parse(text)) << name;
    EXPECT_EQ(*parse_reading(written), *reading) << name;
    EXPECT_EQ(write_reading(*parse_reading(written)), written) << name;
  }
}

TEST(ReadingJson, RoundsHalfAwayFromZeroAndKnowsNoMinusZero) {
  EXPECT_DOUBLE_EQ(round_to(0.12345678, 4), 0.1235);
  EXPECT_DOUBLE_EQ(round_to(-2.5, 0), -3);
  EXPECT_FALSE(std::signbit(round_to(-0.00001, 4)));
  auto reading = parse_reading(example("read.findings.json")).value();
  reading.findings[0].probability = 0.123449;
  EXPECT_NE(write_reading(reading).find("\"probability\": 0.1234,"), std::string::npos);
}

TEST(ReadingJson, BytesThatAreNoTextDoNotBreakTheDocument) {
  auto reading = parse_reading(example("not_read.findings.json")).value();
  reading.provenance.input_name = "a\xff\"\n.dcm";
  const auto again = parse_reading(write_reading(reading));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->provenance.input_name, "a\xEF\xBF\xBD\"\n.dcm");
}

TEST(ReadingJson, NamesTheFieldThatIsWrong) {
  std::string text = example("read.findings.json");
  text.replace(text.find("\"threshold\""), 11, "\"treshold\"");
  const auto reading = parse_reading(text);
  ASSERT_FALSE(reading);
  EXPECT_EQ(reading.error().code, base::ErrorCode::unusable_input);
  EXPECT_NE(reading.error().message.find("threshold"), std::string::npos);
  EXPECT_FALSE(parse_reading("{}"));
  EXPECT_FALSE(parse_reading("\xff"));
}

TEST(ReadingJson, ANumberThatDoesNotFitIsNoOtherNumber) {
  using nlohmann::json;
  for (const char* rows : {"4294967297", "1e30", "512.5", "true", "\"512\""}) {
    json document = json::parse(example("read.findings.json"));
    document["source"]["rows"] = json::parse(rows);
    const auto reading = parse_reading(document.dump());
    ASSERT_FALSE(reading) << rows;
    EXPECT_NE(reading.error().message.find("rows"), std::string::npos);
  }
  EXPECT_EQ(base::whole_number<int>(json(-3)), -3);
  EXPECT_EQ(base::whole_number<std::uint64_t>(json(UINT64_MAX)), UINT64_MAX);
  EXPECT_EQ(base::whole_number<unsigned>(json(-3)), std::nullopt);
}

TEST(ReadingJson, ManyReadingsAreOneDocument) {
  const auto reading = parse_reading(example("read.findings.json")).value();
  const auto document = nlohmann::json::parse(write_readings({reading, reading}));
  ASSERT_EQ(document.at("readings").size(), 2U);
  EXPECT_EQ(document.at("readings")[1], nlohmann::json::parse(write_reading(reading)));
  EXPECT_EQ(nlohmann::json::parse(write_readings({})).at("readings").size(), 0U);
}

TEST(Margin, IsTheDifferenceOfLogOdds) {
  Finding finding;
  finding.threshold = 0.2;  // odds 1 : 4
  finding.probability = 0.2;
  EXPECT_NEAR(margin(finding), 0, 1e-12);
  finding.probability = 0.5;
  EXPECT_NEAR(margin(finding), std::log(4.0), 1e-12);
  finding.probability = 0;
  EXPECT_TRUE(std::isfinite(margin(finding)));
  finding.threshold = 1;
  EXPECT_LT(margin(finding), -10);
}

TEST(ReadingJson, DeepNestingIsRefused) {
  constexpr std::size_t kDeep = 400'000;
  const auto reading =
      parse_reading("{\"schema\": " + std::string(kDeep, '[') + std::string(kDeep, ']') + "}");
  ASSERT_FALSE(reading);
  EXPECT_NE(reading.error().message.find("nested too deeply"), std::string::npos);
}

}  // namespace
}  // namespace roentgen::study
