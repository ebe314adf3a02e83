#include "evaluation/precision_gate.h"

#include <gtest/gtest.h>

namespace roentgen::evaluation {
namespace {

Accuracy accuracy(double value) {
  return {"auc", value, 261, {{"Mass", value}}};
}

TEST(PrecisionGate, LetsPassWhatLosesTwoThousandthsAtMost) {
  EXPECT_TRUE(keeps(accuracy(0.8), accuracy(0.8)));
  EXPECT_TRUE(keeps(accuracy(0.8), accuracy(0.798)));
  EXPECT_TRUE(keeps(accuracy(0.8), accuracy(0.83)));
  EXPECT_FALSE(keeps(accuracy(0.8), accuracy(0.7979)));
  EXPECT_FALSE(keeps(accuracy(0.8), {"auc", 0.8, 261, {}}));  // not the same labels
}

}  // namespace
}  // namespace roentgen::evaluation
