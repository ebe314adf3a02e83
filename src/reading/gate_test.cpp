#include "reading/gate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "reading/classify.h"

namespace roentgen::reading {
namespace {

model::Card gate_card() {
  model::Card card;
  card.name = "image-gate";
  for (const char* name : {"frontal_chest", "knee", "hand_wrist"}) {
    model::Label label;
    label.name = name;
    label.title = name;
    label.column = card.labels.empty() ? name : "part";
    label.threshold = 0.5;
    card.labels.push_back(label);
  }
  return card;
}

Verdict kind(const model::Card& card, const std::vector<float>& logits) {
  return judge_kind(Look(card, logits), {});
}

// Labels as film-quality has them, all with threshold 0.5: a logit above 0 raises them.
model::Card quality_card() {
  model::Card card;
  card.name = "film-quality";
  for (const auto name : kQualityLabels) {
    model::Label label;
    label.name = name;
    label.threshold = 0.5;
    label.threshold_origin = "here";
    card.labels.push_back(label);
  }
  return card;
}

std::vector<float> raised(std::initializer_list<std::string_view> names) {
  std::vector<float> logits;
  for (const auto name : kQualityLabels)
    logits.push_back(std::ranges::find(names, name) != names.end() ? 3.0F : -3.0F);
  return logits;
}

std::string remarks(const Verdict& verdict) {
  std::string text;
  for (const auto& remark : verdict.quality) text += remark.code + " ";
  return text;
}

const study::Check& check_named(const Verdict& verdict, const std::string& name) {
  return *std::ranges::find(verdict.checks, name, &study::Check::name);
}

TEST(Gate, CalibratesAsPlattSays) {
  EXPECT_NEAR(calibrated(0, {}), 0.5, 1e-12);
  // 1 / (1 + exp(-(2 * 0.75 - 1))) = 1 / (1 + exp(-0.5))
  EXPECT_NEAR(calibrated(0.75, {2, -1, "val", 0, 0}), 0.6224593312, 1e-9);
}

TEST(Gate, AcceptsAFrontalChestAndNamesTheRest) {
  const auto card = gate_card();
  EXPECT_FALSE(kind(card, std::vector<float>{3, -2, -2}).refused());
  const auto knee = kind(card, std::vector<float>{-3, 4, 1});
  ASSERT_EQ(knee.reasons.size(), 1U);
  EXPECT_EQ(knee.reasons[0].code, "not_a_frontal_chest");
  EXPECT_NE(knee.reasons[0].text.find("knee"), std::string::npos);
  // Nothing it would bet on: no kind is named.
  const auto unknown = kind(card, std::vector<float>{-3, -2, -1});
  ASSERT_TRUE(unknown.refused());
  EXPECT_EQ(unknown.reasons[0].text, "This does not look like a frontal chest radiograph.");
}

TEST(Gate, DecidesByTheCardsThreshold) {
  auto card = gate_card();
  card.labels[0].threshold = 0.9;  // logit 2.197
  EXPECT_TRUE(kind(card, std::vector<float>{2.1F, -2, -2}).refused());
  EXPECT_FALSE(kind(card, std::vector<float>{2.3F, -2, -2}).refused());
}

TEST(Gate, WantsTheTurnThatBringsTheFilmUpright) {
  const auto card = quality_card();
  const auto wanted = [&](std::initializer_list<std::string_view> names) {
    const auto logits = raised(names);
    return correction_wanted(Look(card, logits));
  };
  EXPECT_EQ(wanted({}), study::Correction{});
  EXPECT_EQ(wanted({"turned_90"}), (study::Correction{270, false}));  // clockwise back
  EXPECT_EQ(wanted({"turned_180", "inverted"}), (study::Correction{180, true}));
  EXPECT_EQ(wanted({"turned_270"}), (study::Correction{90, false}));
  auto logits = raised({"turned_90", "turned_270"});
  logits[2] = 4;  // the likelier of two
  EXPECT_EQ(correction_wanted(Look(card, logits)), (study::Correction{90, false}));
}

TEST(Gate, UprightIsWhatIsNeitherTurnedNorInverted) {
  const auto card = quality_card();
  const auto none = raised({}), turned = raised({"turned_180"});
  // logit -3 is 0.0474, +3 is 0.9526
  EXPECT_NEAR(upright_probability(Look(card, none)), std::pow(0.9526, 4), 1e-3);
  EXPECT_NEAR(upright_probability(Look(card, turned)), 0.0474 * std::pow(0.9526, 3), 1e-3);
}

TEST(Gate, SaysWhatWasCorrectedAndWhatStaysUnclear) {
  const auto card = quality_card();
  const auto logits = raised({"turned_90", "inverted"});
  const Look look(card, logits);
  const auto done = judge_orientation(look, {270, true}, false);
  EXPECT_EQ(remarks(done), "turned inverted ");
  EXPECT_NE(check_named(done, "turned").text.find("90 degrees anticlockwise"), std::string::npos);
  EXPECT_EQ(check_named(done, "turned").threshold_origin, "here");
  EXPECT_GT(*check_named(done, "turned").score, 0.9);
  const auto unclear = judge_orientation(look, {}, true);
  EXPECT_NE(check_named(unclear, "turned").text.find("not clear"), std::string::npos);
  EXPECT_FALSE(unclear.refused());
  const auto none = raised({});
  EXPECT_EQ(remarks(judge_orientation(Look(card, none), {}, false)), "");
}

TEST(Gate, HoldsViewAndAgeAgainstTheFilesWords) {
  const auto card = quality_card();
  const auto seen = [&](std::initializer_list<std::string_view> names, const char* view,
                        std::optional<int> age) {
    const auto logits = raised(names);
    study::Acquisition acquisition;
    acquisition.view_position = view;
    acquisition.patient_age_years = age;
    return judge_taking(Look(card, logits), acquisition);
  };
  EXPECT_EQ(remarks(seen({}, "PA", 40)), "");
  EXPECT_EQ(remarks(seen({"ap"}, "PA", 40)), "view ");  // they contradict each other
  EXPECT_EQ(remarks(seen({"ap"}, "AP", 40)), "");
  EXPECT_EQ(remarks(seen({"ap"}, "", 40)), "view ");
  EXPECT_EQ(remarks(seen({"child"}, "PA", 40)), "age ");
  EXPECT_EQ(remarks(seen({"child"}, "PA", {})), "age ");
  EXPECT_EQ(remarks(seen({}, "PA", 17)), "age ");
  EXPECT_EQ(check_named(seen({}, "PA", 17), "age").file_says, "child");
  EXPECT_EQ(remarks(seen({"mirrored", "overlay", "blurred", "dark", "pale"}, "PA", 40)),
            "mirrored overlay blurred dark pale ");
  const auto photo = raised({"photo"});
  EXPECT_EQ(remarks(judge_photograph(Look(card, photo), {}, study::Fitness::fit_with_remarks)), "photo ");
  EXPECT_TRUE(judge_photograph(Look(card, photo), {}, study::Fitness::not_fit).refused());
  const auto none = raised({});
  const auto striped = [&](double moire) {
    return remarks(judge_photograph(Look(card, none), moire, study::Fitness::fit_with_remarks));
  };
  EXPECT_EQ(striped(kMoire), "moire ");
  EXPECT_EQ(striped(kMoire - 0.01), "");
  // logit 3 is 0.953, logit 2 is 0.881
  EXPECT_TRUE(is_surely_photograph(Look(card, photo), {}));
  EXPECT_TRUE(is_surely_photograph(Look(card, none), kMoire));
  EXPECT_FALSE(is_surely_photograph(Look(card, none), kMoire - 0.01));
  auto child = raised({"child"});
  EXPECT_TRUE(is_surely_child(Look(card, child)));
  for (float& logit : child)
    if (logit > 0) logit = 2;
  EXPECT_FALSE(is_surely_child(Look(card, child)));
  auto perhaps = photo;
  for (float& logit : perhaps)
    if (logit > 0) logit = 2;
  EXPECT_FALSE(is_surely_photograph(Look(card, perhaps), {}));
  EXPECT_EQ(remarks(judge_photograph(Look(card, perhaps), {}, study::Fitness::fit_with_remarks)), "photo ");
}

TEST(Gate, MeasuresTheDistanceFromTheTrainingData) {
  model::Reference reference{.mean = {1, 2}, .deviation = {0.5F, 2}, .largest_distance = 2, .origin = ""};
  // z = (1, 3): sqrt((1 + 9) / 2) = sqrt(5)
  EXPECT_NEAR(feature_distance(std::vector<float>{1.5F, 8}, reference), std::sqrt(5.0), 1e-6);
  EXPECT_TRUE(std::isnan(feature_distance(std::vector<float>{1}, reference)));

  auto card = gate_card();
  EXPECT_FALSE(judge_distance(card, std::vector<float>{1.5F, 8}).refused());  // no reference
  card.reference = reference;
  const auto far = judge_distance(card, std::vector<float>{1.5F, 8});
  ASSERT_TRUE(far.refused());
  EXPECT_EQ(far.reasons[0].code, "far_from_training_data");
  EXPECT_NE(far.reasons[0].text.find("2.24"), std::string::npos);
  EXPECT_FALSE(judge_distance(card, std::vector<float>{1.5F, 2}).refused());
  EXPECT_TRUE(judge_distance(card, std::vector<float>{1}).refused());  // not comparable
}

}  // namespace
}  // namespace roentgen::reading
