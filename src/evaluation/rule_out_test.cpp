#include "evaluation/rule_out.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "evaluation/evaluate_triage.h"

namespace roentgen::evaluation {
namespace {

// 50 films with disease, scores 1 … 50, and 100 without, scores 0.5, 1, 1.5 … 50.
std::vector<Scored> films() {
  std::vector<Scored> list;
  for (int i = 1; i <= 50; ++i) list.push_back({static_cast<double>(i), 1, "a" + std::to_string(i)});
  for (int i = 1; i <= 100; ++i) list.push_back({i / 2.0, 0, "b" + std::to_string(i)});
  return list;
}

TEST(RuleOut, KeepsAsManyAsItPromises) {
  // 98 % of 50 is 49: all but the film of score 1, so from 2 on; 3 of 100 lie below 2.
  EXPECT_DOUBLE_EQ(rule_out_threshold(films(), 0.98), 2);
  EXPECT_DOUBLE_EQ(rule_out_specificity(films(), 0.98), 0.03);
  // 99 % of 50 is 49.5: none may be missed.
  EXPECT_DOUBLE_EQ(rule_out_threshold(films(), 0.99), 1);
  EXPECT_DOUBLE_EQ(rule_out_specificity(films(), 0.999), 0.01);
  EXPECT_DOUBLE_EQ(rule_out_specificity(films(), 0.5), 0.51);
}

TEST(RuleOut, WhatWasNotReadIsNeverRuledOut) {
  auto list = films();
  for (int i = 0; i < 10; ++i)
    list.push_back({std::numeric_limits<double>::infinity(), 0, "c" + std::to_string(i)});
  EXPECT_DOUBLE_EQ(rule_out_specificity(list, 0.98), 3 / 110.0);
  // A film with disease that was not read counts as kept.
  list.push_back({std::numeric_limits<double>::infinity(), 1, "d"});
  EXPECT_DOUBLE_EQ(rule_out_threshold(list, 0.98), 2);  // 50 of 51
}

TEST(RuleOut, NeedsBothKindsAndHasAnInterval) {
  EXPECT_TRUE(std::isnan(rule_out_specificity(std::vector<Scored>{{1, 0, "a"}}, 0.98)));
  EXPECT_TRUE(std::isnan(rule_out_specificity(std::vector<Scored>{{1, 1, "a"}}, 0.98)));
  const auto interval = rule_out_interval(films(), 0.98, 200);
  EXPECT_LE(interval[0], 0.03);
  EXPECT_GE(interval[1], 0.03);
  EXPECT_LT(interval[1], 0.2);
}

TEST(RuleOut, TheSummaryCountsWhereThereIsOne) {
  const auto finding = [](const char* label, double probability) {
    study::Finding f;
    f.label = label;
    f.probability = probability;
    f.threshold = 0.5;
    return f;
  };
  study::Reading reading;
  EXPECT_TRUE(std::isinf(abnormality(reading)));  // not read
  reading.status = study::Status::read;
  EXPECT_TRUE(std::isinf(abnormality(reading)));  // nothing was looked for
  reading.findings = {finding("a", 0.9), finding("b", 0.2)};
  EXPECT_NEAR(abnormality(reading), std::log(9.0), 1e-9);
  reading.findings.push_back(finding("abnormal", 0.25));
  EXPECT_NEAR(abnormality(reading), -std::log(3.0), 1e-9);
}

}  // namespace
}  // namespace roentgen::evaluation
