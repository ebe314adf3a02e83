#include "study/decision.h"

#include <gtest/gtest.h>

namespace roentgen::study {
namespace {

Decision example() {
  Decision decision;
  decision.report_uid = "2.25.1";
  decision.person = "Doe^Jane";
  decision.role = "radiologist";
  decision.when = "20261121101500+0100";
  decision.comment = "with \"quotes\"";
  decision.findings = {
      {"Effusion", Verdict::accepted, "", {}, {}},
      {"Nodule", Verdict::edited, "smaller", true, {{Shape::polygon, {{1, 2}, {3.5, 4}, {5, 0}}, 0.25}}},
      {"", Verdict::rejected, "wrong patient", false, {}}};
  return decision;
}

TEST(Decision, ComesBackFromJson) {
  EXPECT_EQ(parse_decision(write_decision(example())).value(), example());
  EXPECT_EQ(write_decision(parse_decision(write_decision(example())).value()), write_decision(example()));
}

TEST(Decision, IsRefusedWithTheFieldThatIsWrong) {
  const auto message = [](std::string json, const std::string& from, const std::string& to) {
    const auto at = json.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    const auto parsed = parse_decision(json.replace(at, from.size(), to));
    return parsed ? std::string("accepted") : parsed.error().message;
  };
  const std::string json = write_decision(example());
  EXPECT_EQ(message(json, "decision/1", "decision/9"),
            "the decision's field \"schema\" is missing or of the wrong kind");
  EXPECT_EQ(message(json, "\"edited\"", "\"perhaps\""),
            "the decision's field \"verdict\" is missing or of the wrong kind");
  EXPECT_EQ(message(json, "\"present\": true", "\"present\": 1"),
            "the decision's field \"present\" is missing or of the wrong kind");
  EXPECT_EQ(message(json, "\"person\"", "\"nobody\""),
            "the decision's field \"person\" is missing or of the wrong kind");
  EXPECT_EQ(message(json, "0.25", "1e999"), "the decision is not JSON");
  EXPECT_FALSE(parse_decision("").has_value());
  EXPECT_FALSE(parse_decision(std::string(100'000, '[')).has_value());
  EXPECT_FALSE(parse_decision("[]").has_value());
}

}  // namespace
}  // namespace roentgen::study
