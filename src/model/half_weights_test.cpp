#include "model/half_weights.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

#include "model/package.h"

namespace roentgen::model {
namespace {

// IEEE 754-2008, 3.6: the corners of binary16.
TEST(HalfWeights, NumbersAreTheStandards) {
  EXPECT_EQ(to_half(1.0F), 0x3C00);
  EXPECT_EQ(to_half(-2.0F), 0xC000);
  EXPECT_EQ(to_half(65504.0F), 0x7BFF);
  EXPECT_EQ(to_half(65519.0F), 0x7BFF);
  EXPECT_EQ(to_half(65520.0F), 0x7C00);
  EXPECT_EQ(to_half(0x1p-14F), 0x0400);
  EXPECT_EQ(to_half(0x1.ff8p-15F), 0x03FF);
  EXPECT_EQ(to_half(0x1p-24F), 0x0001);
  EXPECT_EQ(to_half(0x1p-25F), 0x0000);    // a tie goes to the even zero
  EXPECT_EQ(to_half(0x1.8p-24F), 0x0002);  // and to the even two
  EXPECT_EQ(to_half(0.333251953125F), 0x3555);
  EXPECT_EQ(to_half(-0.0F), 0x8000);
  EXPECT_TRUE(std::isnan(from_half(to_half(std::numeric_limits<float>::quiet_NaN()))));
}

TEST(HalfWeights, EveryHalfComesBack) {
  for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
    const auto half = static_cast<std::uint16_t>(bits);
    if (std::isnan(from_half(half))) continue;
    ASSERT_EQ(to_half(from_half(half)), half) << bits;
  }
}

// The nearest of the two neighbours, for numbers between all halves.
TEST(HalfWeights, BetweenTwoHalvesTheNearerIsTaken) {
  for (std::uint32_t bits = 0; bits < 0x7BFF; ++bits) {
    const float low = from_half(static_cast<std::uint16_t>(bits));
    const float high = from_half(static_cast<std::uint16_t>(bits + 1));
    ASSERT_EQ(to_half(std::nextafter((low + high) / 2, low)), bits) << bits;
    ASSERT_EQ(to_half(std::nextafter((low + high) / 2, high)), bits + 1) << bits;
    ASSERT_EQ(to_half((low + high) / 2), bits + (bits & 1)) << bits;
  }
}

TEST(HalfWeights, ANetworkIsHalfAsLargeAndComesBackRounded) {
  const auto package = load_package("models/chest-anatomy");
  ASSERT_TRUE(package) << package.error().message;
  const auto wide = write_onnx(read_wide(package->weights).value());
  const auto half = store_in_half(wide);
  ASSERT_TRUE(half) << half.error().message;
  EXPECT_LT(static_cast<double>(half->size()), 0.55 * static_cast<double>(wide.size()));
  EXPECT_EQ(store_in_half(*half).value(), *half);
  const OnnxGraph before = read_onnx(wide).value(), after = read_wide(*half).value();
  ASSERT_EQ(before.tensors.size(), after.tensors.size());
  ASSERT_EQ(before.nodes.size(), after.nodes.size());
  for (const OnnxTensor& tensor : before.tensors) {
    const OnnxTensor* stored = find_tensor(after, tensor.name);
    ASSERT_NE(stored, nullptr) << tensor.name;
    const auto a = floats_of(tensor), b = floats_of(*stored);
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i)
      ASSERT_NEAR(a[i], b[i], std::max(std::fabs(a[i]) / 2048, 0x1p-25F)) << tensor.name;
  }
}

}  // namespace
}  // namespace roentgen::model
