#include "training/calibrate.h"

#include <gtest/gtest.h>

#include <cmath>

namespace roentgen::training {
namespace {

// Twenty films of a label: logits -10 … 9, positive from the twelfth on, and one positive among the low.
std::vector<JudgedFilm> films(std::size_t labels) {
  std::vector<JudgedFilm> all;
  for (int i = 0; i < 20; ++i) {
    JudgedFilm film;
    film.logits.assign(labels, static_cast<float>(i - 10));
    film.truth.assign(labels, i >= 12 || i == 4 ? 1.0F : 0.0F);
    film.patient = std::to_string(i);
    all.push_back(film);
  }
  return all;
}

TEST(Calibrate, EachLabelIsDecidedByItsOwnRule) {
  std::vector<model::Label> labels(3);
  // 9 positive (4 and 12 … 19), 11 negative (0 … 11 without 4).
  const std::vector<ThresholdRule> rules{{1.0 - 1e-9, 0}, {0, 1.0 - 1e-9}, {0, 0.9}};
  calibrate(labels, films(3), rules);
  EXPECT_NE(labels[0].threshold_origin.find("sensitivity 1.00, specificity 0.36"), std::string::npos)
      << labels[0].threshold_origin;  // above 4: the negatives 0 … 3 are right
  EXPECT_NE(labels[1].threshold_origin.find("sensitivity 0.89, specificity 1.00"), std::string::npos)
      << labels[1].threshold_origin;
  EXPECT_NE(labels[2].threshold_origin.find("sensitivity 0.89, specificity 0.91"), std::string::npos)
      << labels[2].threshold_origin;  // film 11 may be wrong: 10 of 11
  EXPECT_LT(labels[0].threshold, labels[2].threshold);
  EXPECT_LT(labels[2].threshold, labels[1].threshold);
}

TEST(Calibrate, BothRulesTogetherLeaveAsMuchRoomOnEitherSide) {
  std::vector<model::Label> labels(2);
  std::vector<JudgedFilm> val;  // far apart: negatives from -10, positives from 0
  for (int i = 0; i < 20; ++i)
    val.push_back({std::vector<float>(2, static_cast<float>(i - 10)),
                   {},
                   std::vector<float>(2, i < 10 ? 0.0F : 1.0F),
                   std::to_string(i)});
  calibrate(labels, val, std::vector<ThresholdRule>{{0.9, 0.9}, {0.9, 0}});
  // Highest that keeps 9 of 10 positives: 1; lowest that rejects 9 of 10 negatives: -1. Halfway is 0,
  // uncalibrated.
  const auto& map = labels[0].calibration;
  EXPECT_NEAR(std::log(labels[0].threshold / (1 - labels[0].threshold)), map.slope * 0 + map.intercept, 1e-6);
  EXPECT_NE(labels[0].threshold_origin.find("halfway, in logits, between the highest with sensitivity 0.900"),
            std::string::npos)
      << labels[0].threshold_origin;
  EXPECT_GT(labels[1].threshold, labels[0].threshold);
}

TEST(Calibrate, UnknownFilmsDecideNothing) {
  std::vector<model::Label> labels(1);
  auto val = films(1);
  for (std::size_t i = 0; i < 10; ++i) val[i].truth[0] = -1;
  calibrate(labels, val, std::vector<ThresholdRule>{{0, 0.9}});
  EXPECT_NE(labels[0].threshold_origin.find("8 positive and 2 negative"), std::string::npos)
      << labels[0].threshold_origin;
  EXPECT_NE(labels[0].threshold_origin.find("0.5 by default"), std::string::npos);  // two negative films
}

// A network whose upper step comes too late: of the logits -4 … 3.9 the truth changes at -2 and at -1.
TEST(Calibrate, GradesAreCutWhereValidationSays) {
  model::Card card;
  card.grading = model::Grading{"grade", "Grade", "grade", {"0", "1", "2"}, {"ge_1", "ge_2"}, "1", {}, ""};
  card.labels.resize(2);
  card.labels[0].name = "ge_1";
  card.labels[1].name = "ge_2";
  std::vector<JudgedFilm> val;
  for (int i = 0; i < 80; ++i) {
    const float logit = static_cast<float>(i - 40) / 10;
    val.push_back(
        {{logit, logit}, {}, {logit > -2 ? 1.0F : 0.0F, logit > -1 ? 1.0F : 0.0F}, std::to_string(i)});
  }
  choose_grade_cuts(card, val);  // the expected grade is twice the logit's probability
  ASSERT_EQ(card.grading->cuts.size(), 2U);
  EXPECT_NEAR(card.grading->cuts[0], 2 / (1 + std::exp(2.0)), 0.05);
  EXPECT_NE(card.grading->cuts_origin.find("n = 80"), std::string::npos) << card.grading->cuts_origin;
  val.resize(3);
  choose_grade_cuts(card, val);  // all of one grade: nothing to choose
  EXPECT_TRUE(card.grading->cuts.empty());
}

}  // namespace
}  // namespace roentgen::training
