#include "evaluation/precision_gate.h"

#include <gtest/gtest.h>

namespace roentgen::evaluation {
namespace {

Accuracy accuracy(double value) {
  return {{{"auc", value, {{"Mass", value}}}}, 261};
}

TEST(PrecisionGate, LetsPassWhatLosesTwoThousandthsAtMost) {
  EXPECT_TRUE(keeps(accuracy(0.8), accuracy(0.8)));
  EXPECT_TRUE(keeps(accuracy(0.8), accuracy(0.798)));
  EXPECT_TRUE(keeps(accuracy(0.8), accuracy(0.83)));
  EXPECT_FALSE(keeps(accuracy(0.8), accuracy(0.7979)));
  EXPECT_FALSE(keeps(accuracy(0.8), {{{"auc", 0.8, {}}}, 261}));  // not the same labels
}

TEST(PrecisionGate, NoFigureMayPayForAnother) {
  const auto both = [](double area, double precision) {
    return Accuracy{{{"auc", area, {{"fracture", area}}}, {"map50", precision, {{"fracture", precision}}}},
                    165};
  };
  EXPECT_TRUE(keeps(both(0.9, 0.3), both(0.899, 0.299)));
  EXPECT_FALSE(keeps(both(0.9, 0.3), both(0.95, 0.29)));
  EXPECT_EQ(worst_of(both(0.9, 0.3), both(0.95, 0.29)), 1U);
  EXPECT_EQ(worst_of(both(0.9, 0.3), both(0.8, 0.29)), 0U);
  EXPECT_FALSE(keeps(both(0.9, 0.3), accuracy(0.9)));
}

}  // namespace
}  // namespace roentgen::evaluation
