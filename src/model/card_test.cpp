#include "model/card.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "model/card_rules.h"
#include "model/example_for_test.h"

namespace roentgen::model {
namespace {

using Json = nlohmann::json;

TEST(Card, ComesBackAsWritten) {
  for (const Card& card : {example_card(), example_segmenter_card()}) {
    const std::string text = write_card(card);
    const auto again = parse_card(text);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(write_card(*again), text);
    EXPECT_EQ(again->name, card.name);
    EXPECT_EQ(again->task, card.task);
    EXPECT_EQ(again->training.seeds, card.training.seeds);
    EXPECT_EQ(again->training.data[0].sources, card.training.data[0].sources);
    EXPECT_EQ(again->labels.size(), card.labels.size());
    EXPECT_EQ(again->reference.has_value(), card.reference.has_value());
    EXPECT_EQ(again->canary[0].expected, card.canary[0].expected);
  }
}

TEST(Card, EveryFieldOfALabelComesBack) {
  const Label written = example_label("Effusion", "Pleural effusion");
  const Label read = parse_card(write_card(example_card())).value().labels[0];
  EXPECT_EQ(read.title, written.title);
  EXPECT_EQ(read.column, written.column);
  EXPECT_EQ(read.positive, written.positive);
  EXPECT_EQ(read.negative, written.negative);
  EXPECT_EQ(read.calibration.slope, written.calibration.slope);
  EXPECT_EQ(read.calibration.intercept, written.calibration.intercept);
  EXPECT_EQ(read.calibration.fitted_on, "val");
  EXPECT_EQ(read.calibration.n, 261);
  EXPECT_EQ(read.calibration.positives, 20);
  EXPECT_EQ(read.threshold, written.threshold);
  EXPECT_EQ(read.threshold_origin, written.threshold_origin);
}

TEST(Card, WhatALabelMayHaveBesidesComesBack) {
  Card card = example_card();
  EXPECT_EQ(write_card(card).find("operating_points"), std::string::npos);  // old cards stay what they are
  card.labels[1].calibration.slope_negative = 0.75;
  card.labels[1].operating_points = {{"high_sensitivity", 0.125, "val"}, {"high_specificity", 0.875, "val"}};
  card.labels[1].abstention = Abstention{0.9, 0.25, 0.5, "val"};
  card.labels[1].heat_hit_rate = HitRate{0.4, {0.3, 0.5}, 57, 0.1, "cxr_nih, val,test"};
  const Label read = parse_card(write_card(card)).value().labels[1];
  EXPECT_EQ(read.calibration.slope_negative, 0.75);
  ASSERT_EQ(read.operating_points.size(), 2u);
  EXPECT_EQ(read.operating_points[1].name, "high_specificity");
  EXPECT_EQ(read.operating_points[1].threshold, 0.875);
  EXPECT_EQ(read.abstention->absent_up_to, 0.25);
  EXPECT_EQ(read.abstention->present_from, 0.5);
  EXPECT_EQ(read.heat_hit_rate->n, 57);
  EXPECT_NEAR(read.heat_hit_rate->ci95[1], 0.5, 1e-6);
  EXPECT_EQ(read.heat_hit_rate->centre, 0.1);
}

TEST(Card, NumbersKeepNineDigitsAndFiguresSix) {
  EXPECT_EQ(rounded(0.1234567894, 9), 0.123456789);
  EXPECT_EQ(rounded(-0.0, 9), 0.0);
  EXPECT_FALSE(std::signbit(rounded(-0.0, 9)));
  Card card = example_card();
  card.labels[0].threshold = 1.0 / 3;
  card.metrics[0].metrics[0].value = 2.0 / 3;
  card.canary[0].expected = {0.1f, 16777216.0f / 3e6f};
  const std::string text = write_card(card);
  EXPECT_NE(text.find("\"threshold\": 0.333333333,"), std::string::npos) << text;
  EXPECT_NE(text.find("\"value\": 0.666667,"), std::string::npos);
  EXPECT_NE(text.find("\"expected\": [0.1, 5.59241]"), std::string::npos);
}

// card_refusals.json: each case spoils one field of the example card and says what the message must name.
// tests/schemas_test.py holds the published schema against the same cases.
TEST(Card, NamesTheFieldThatIsWrong) {
  const Json good = Json::parse(write_card(example_card()));
  const Json cases = Json::parse(base::read_text(kTestdata / "card_refusals.json", 1 << 20).value());
  ASSERT_GT(cases.size(), 50u);
  for (const Json& c : cases) {
    Json card = good;
    const Json::json_pointer at(c.at("at").get<std::string>());
    if (c.contains("remove"))
      card.at(at.parent_pointer()).erase(at.back());
    else
      card[at] = c.at("value");
    const auto parsed = parse_card(card.dump());
    ASSERT_FALSE(parsed) << at.to_string();
    EXPECT_EQ(parsed.error().code, base::ErrorCode::refused_model);
    EXPECT_NE(parsed.error().message.find(c.at("says").get<std::string>()), std::string::npos)
        << at.to_string() << ": " << parsed.error().message;
  }
}

// The published example: what the schema's own test reads.
TEST(Card, TheExampleOnDiskIsWhatIsWritten) {
  EXPECT_EQ(base::read_text(kTestdata / "card.json", 1 << 20).value_or(""), write_card(example_card()));
  EXPECT_EQ(base::read_text(kTestdata / "segmenter_card.json", 1 << 20).value_or(""),
            write_card(example_segmenter_card()));
}

// Whatever field is taken away, the card is refused and the field named.
TEST(Card, EveryFieldIsNeeded) {
  const Json good = Json::parse(write_card(example_card()));
  const Json leaves = good.flatten();
  int removed = 0;
  for (const auto& [path, leaf] : leaves.items()) {
    for (Json::json_pointer at(path); !at.empty(); at = at.parent_pointer()) {
      const bool optional = at.to_string() == "/reference";
      if (!good.at(at.parent_pointer()).is_object() || at.to_string().find("/sources/") != std::string::npos)
        continue;
      Json card = good;
      card.at(at.parent_pointer()).erase(at.back());
      const auto parsed = parse_card(card.dump());
      EXPECT_EQ(parsed.has_value(), optional) << at.to_string();
      if (!parsed) {
        EXPECT_NE(parsed.error().message.find(at.back() + " is missing"), std::string::npos)
            << parsed.error().message;
      }
      ++removed;
    }
  }
  EXPECT_GT(removed, 60);
}

TEST(Card, RefusesTextThatIsNotACard) {
  const std::string good = write_card(example_card());
  for (const std::string& text :
       {std::string(), std::string("null"), std::string("[]"), std::string("{}"),
        good.substr(0, good.size() / 2), good + "}", std::string("{\"name\": 1e999}"),
        std::string("\"\xff\""), std::string(1 << 20, '['), std::string("{\"a\":") + std::string(100000, '['),
        std::string(4096, '\0')}) {
    const auto parsed = parse_card(text);
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().code, base::ErrorCode::refused_model);
  }
}

TEST(Card, RefusesAFieldGivenTwice) {
  std::string text = write_card(example_card());
  text.insert(text.find("\"name\""), "\"name\": \"other\", ");
  EXPECT_NE(parse_card(text).error().message.find("given twice"), std::string::npos);
}

TEST(Card, NumbersThatAreNotFiniteAreNotWrittenAsCards) {
  Card card = example_card();
  card.labels[0].threshold = std::nan("");
  EXPECT_FALSE(parse_card(write_card(card)));
}

TEST(Card, TextIsForPeople) {
  const std::string text = describe_card(example_card());
  for (const char* part :
       {"# Tiny classifier", "To test the programs", "It has never seen a radiograph.",
        "Not for patients \\| not even \\<once\\>.",
        "| Pleural effusion | Effusion | 0.312 | largest sensitivity",
        "| Pleural effusion | 1.2500 | -0.5000 | val | 261 | 20 |", "### cxr_nih, split val",
        "| auc | Pleural effusion | all | 477 | 61 | 0.800 | 0.740 – 0.850 |",
        "| cxr_nih | train | 100 | 40 | nih 60, rsna 40 | public domain |", "PA, AP", "32 × 32",
        "1 18446744073709551615", "epoch 2", "SHA-256 `aaaa", "`logits`: the first 2 values"})
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  EXPECT_NE(describe_card(example_segmenter_card()).find("| right lung | right_lung |"), std::string::npos);
}

}  // namespace
}  // namespace roentgen::model
