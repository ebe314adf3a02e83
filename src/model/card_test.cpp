#include "model/card.h"

#include <gtest/gtest.h>

#include <functional>
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

// Each case spoils one field and names what the message must say.
struct Spoiled {
  const char* pointer;  // RFC 6901
  Json value;           // discarded: the field is removed
  const char* says;
};

TEST(Card, NamesTheFieldThatIsWrong) {
  const Json gone = Json(Json::value_t::discarded);
  const std::vector<Spoiled> cases = {
      {"/schema_version", 2, "schema_version 2 is unknown"},
      {"/schema_version", gone, "schema_version is missing"},
      {"/schema_version", "1", "schema_version must be a whole number"},
      {"/name", "../up", "name must have the form"},
      {"/name", 7, "name must be a text"},
      {"/version", "1.2", "version must have the form"},
      {"/task", "detection", "task must be one of"},
      {"/title", "", "title must not be empty"},
      {"/title", "a\u001b[2Jb", "title contains control characters"},
      {"/title", "a\u009b2Jb", "title contains control characters"},
      {"/title", std::string(5000, 'x'), "title is longer"},
      {"/intended_use", gone, "intended_use is missing"},
      {"/limits", "none", "limits must be a list"},
      {"/limits/1", 3, "limits[1] must be a text"},
      {"/accepts/least_side_pixels", -1, "accepts.least_side_pixels must lie between 0 and 65536"},
      {"/input/size", 31, "input.size must lie between 32 and 2048"},
      {"/input/size", 100000, "input.size must lie between"},
      {"/input/size", 256.5, "input.size must be a whole number"},
      {"/input/size", 18446744073709551615ULL, "input.size must lie between"},
      {"/input/fit", "crop", "input.fit must be one of: stretch, letterbox"},
      {"/input/low_percentile", -0.1, "input.low_percentile must lie between 0 and 100"},
      {"/input/high_percentile", 0.5, "input.high_percentile must be larger"},
      {"/labels", Json::array(), "labels must be a list of 1 to 256"},
      {"/labels/1/name", "Effusion", "labels[1].name repeats"},
      {"/labels/0/threshold", 1.01, "labels[0].threshold must lie between 0 and 1"},
      {"/labels/0/threshold", "0.5", "labels[0].threshold must be a number"},
      {"/labels/0/threshold", nullptr, "labels[0].threshold must be a number"},
      {"/labels/0/negative", {"0", "1"}, "labels[0].negative shares a value"},
      {"/labels/0/calibration", 1, "labels[0].calibration must be an object"},
      {"/labels/0/calibration/slope", -1, "labels[0].calibration.slope must lie between 0"},
      {"/labels/0/calibration/positives", 262, "labels[0].calibration.positives is larger than n"},
      {"/labels/0/extra", 1, "labels[0] has the unknown field extra"},
      {"/labels/0", 1, "labels[0] must be an object"},
      {"/structures", {{{"name", "heart"}, {"title", "heart"}}}, "structures must be a list of 0 to 0"},
      {"/training/seeds", {-1}, "training.seeds must be a list"},
      {"/training/best_epoch", 4, "training.best_epoch is larger"},
      {"/training/data/0/patients", 101, "training.data[0].patients is larger than images"},
      {"/training/data/0/sources", {{"nih", "many"}}, "training.data[0].sources.nih must be a whole number"},
      {"/training/data/0/sources",
       {{"n\nh", 1}},
       "training.data[0].sources.name contains control characters"},
      {"/metrics/0/metrics/0/ci95", {0.9, 0.8}, "metrics[0].metrics[0].ci95 must be two numbers"},
      {"/metrics/0/metrics/0/ci95", {0.9}, "metrics[0].metrics[0].ci95 must be two numbers"},
      {"/metrics/0/metrics/0/value", nullptr, "metrics[0].metrics[0].value must be a number"},
      {"/reference/deviation/2", 0, "reference.deviation[2] must be a number between"},
      {"/reference/mean", {1, 2, 3}, "reference.deviation must be as long as mean"},
      {"/reference", nullptr, "reference must be an object"},
      {"/canary", Json::array(), "canary must be a list of 1 to 16"},
      {"/canary/0/output", "probabilities", "canary[0].output must be one of: logits, maps, features"},
      {"/canary/0/tolerance", 10, "canary[0].tolerance must lie between"},
      {"/canary/0/expected", Json::array(), "canary[0].expected must be a list of 1"},
      {"/weights/file", "/etc/passwd", "weights.file must have the form"},
      {"/weights/file", "../model.onnx", "weights.file must have the form"},
      {"/weights/sha256", std::string(64, 'A'), "weights.sha256 must have the form"},
      {"/surprise", 1, "the document has the unknown field surprise"},
  };
  const Json good = Json::parse(write_card(example_card()));
  for (const Spoiled& c : cases) {
    Json card = good;
    const Json::json_pointer pointer(c.pointer);
    if (c.value.is_discarded())
      card.at(pointer.parent_pointer()).erase(pointer.back());
    else
      card[pointer] = c.value;
    const auto parsed = parse_card(card.dump());
    ASSERT_FALSE(parsed) << c.pointer;
    EXPECT_EQ(parsed.error().code, base::ErrorCode::refused_model);
    EXPECT_NE(parsed.error().message.find(c.says), std::string::npos)
        << c.pointer << ": " << parsed.error().message;
  }
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
