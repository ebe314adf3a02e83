#include "evaluation/association.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace roentgen::evaluation {
namespace {

struct Columns {
  std::vector<int> a, b;
  std::vector<std::string> patients;
  void add(int times, int x, int y) {
    for (int i = 0; i < times; ++i) {
      a.push_back(x);
      b.push_back(y);
      patients.emplace_back();
    }
  }
};

TEST(CramersV, OneForAFunctionZeroForIndependence) {
  Columns same, none;
  for (int v = 0; v < 3; ++v) same.add(50, v, v);
  for (int x = 0; x < 2; ++x)
    for (int y = 0; y < 3; ++y) none.add(30, x, y);
  EXPECT_NEAR(cramers_v(same.a, same.b, same.patients).value, 1, 1e-9);
  EXPECT_EQ(cramers_v(none.a, none.b, none.patients).value, 0);
}

// By hand: 30 10 / 10 30. chi2 = 20, phi2 = 0.25 - 1/79, corrected r = k = 2 - 1/79: V = sqrt(0.237342 /
// 0.987342).
TEST(CramersV, WorkedByHand) {
  Columns c;
  c.add(30, 0, 0);
  c.add(10, 0, 1);
  c.add(10, 1, 0);
  c.add(30, 1, 1);
  c.add(5, -1, 1);  // unknown: left out
  const auto v = cramers_v(c.a, c.b, c.patients);
  EXPECT_NEAR(v.value, std::sqrt((0.25 - 1 / 79.0) / (1 - 1 / 79.0)), 1e-9);
  EXPECT_LT(v.ci95[0], v.value);
  EXPECT_GT(v.ci95[1], v.value);
}

TEST(CramersV, NoNumberForOneValue) {
  Columns c;
  c.add(30, 0, 0);
  c.add(10, 0, 1);
  EXPECT_TRUE(std::isnan(cramers_v(c.a, c.b, c.patients).value));
}

// 20 5 / 10 15: observed agreement 0.7, by chance 0.5.
TEST(Kappa, WorkedByHand) {
  Columns c;
  c.add(20, 1, 1);
  c.add(5, 1, 0);
  c.add(10, 0, 1);
  c.add(15, 0, 0);
  const auto k = kappa(c.a, c.b, c.patients);
  EXPECT_NEAR(k.value, 0.4, 1e-9);
  EXPECT_LT(k.ci95[0], 0.4);
  EXPECT_GT(k.ci95[1], 0.4);
}

// Q1 = 2/3, Q2 = 0.7111: variance (0.16 + 49 * 0.026667 + 49 * 0.071111) / 2500.
TEST(HanleyMcNeil, WorkedByHand) {
  EXPECT_NEAR(auc_half_width(0.8, 50, 50),
              1.959964 * std::sqrt((0.16 + 49 * (2 / 3.0 - 0.64) + 49 * (1.28 / 1.8 - 0.64)) / 2500), 1e-6);
  EXPECT_TRUE(std::isnan(auc_half_width(0.8, 0, 50)));
}

// Newcombe, Statistics in Medicine 17 (1998): 81 of 263 (page 857, method 3), 56/70 - 48/80 (page 873, method
// 10).
TEST(Newcombe, PublishedExamples) {
  EXPECT_NEAR(part_interval(81, 263)[0], 0.2553, 5e-5);
  EXPECT_NEAR(part_interval(81, 263)[1], 0.3662, 5e-5);
  EXPECT_NEAR(difference_interval(56, 70, 48, 80)[0], 0.0524, 5e-5);
  EXPECT_NEAR(difference_interval(56, 70, 48, 80)[1], 0.3339, 5e-5);
}

}  // namespace
}  // namespace roentgen::evaluation
