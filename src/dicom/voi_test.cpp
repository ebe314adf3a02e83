#include "dicom/voi.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace roentgen::dicom {
namespace {

constexpr Window kSoftTissue{40, 400};
constexpr std::array kValues{-128.0, 65.0, 194.0};

int grey8(VoiFunction function, const Window& window, double value) {
  return static_cast<int>(std::lround(apply_window(function, window, value) * 255));
}

// By hand from the formula of PS3.3 C.11.2.1.2.1: ((x - 39.5) / 399 + 0.5) * 255. An archive once gave 23,
// 162, 255.
TEST(Voi, LinearOfCentre40Width400) {
  const std::array expected{20, 144, 226};
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_EQ(grey8(VoiFunction::linear, kSoftTissue, kValues[i]), expected[i]);
}

// C.11.2.1.3.2: ((x - 40) / 400 + 0.5) * 255.
TEST(Voi, LinearExactOfCentre40Width400) {
  const std::array expected{20, 143, 226};
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_EQ(grey8(VoiFunction::linear_exact, kSoftTissue, kValues[i]), expected[i]);
}

// C.11.2.1.3.1: 255 / (1 + exp(-4 (x - 40) / 400)): 1 + e^1.68 = 6.3656, 1 + e^-0.25 = 1.7788, 1 + e^-1.54
// = 1.2144.
TEST(Voi, SigmoidOfCentre40Width400) {
  const std::array expected{40, 143, 210};
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_EQ(grey8(VoiFunction::sigmoid, kSoftTissue, kValues[i]), expected[i]);
}

// The examples in the note of C.11.2.1.2.1: c = 2048, w = 4096 maps 0 … 4095 onto the whole range,
// c = 2048, w = 1 is a step between 2047 and 2048.
TEST(Voi, LinearExamplesOfTheStandard) {
  EXPECT_EQ(apply_window(VoiFunction::linear, {2048, 4096}, 0), 0);
  EXPECT_EQ(apply_window(VoiFunction::linear, {2048, 4096}, 4095), 1);
  EXPECT_NEAR(apply_window(VoiFunction::linear, {2048, 4096}, 1), 1.0 / 4095, 1e-12);
  EXPECT_EQ(apply_window(VoiFunction::linear, {2048, 1}, 2047), 0);
  EXPECT_EQ(apply_window(VoiFunction::linear, {2048, 1}, 2048), 1);
  EXPECT_EQ(apply_window(VoiFunction::linear, {0, 100}, -50), 0);
  EXPECT_EQ(apply_window(VoiFunction::linear, {0, 100}, 49), 1);
}

TEST(Voi, WidthsTheStandardAllows) {
  EXPECT_TRUE(is_valid(VoiFunction::linear, {0, 1}));
  EXPECT_FALSE(is_valid(VoiFunction::linear, {0, 0.5}));
  EXPECT_TRUE(is_valid(VoiFunction::linear_exact, {0, 0.5}));
  EXPECT_FALSE(is_valid(VoiFunction::linear_exact, {0, 0}));
  EXPECT_FALSE(is_valid(VoiFunction::sigmoid, {0, -1}));
  EXPECT_FALSE(is_valid(VoiFunction::linear, {NAN, 10}));
}

}  // namespace
}  // namespace roentgen::dicom
