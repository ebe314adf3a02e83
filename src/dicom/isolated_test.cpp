#include "dicom/isolated.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <stdexcept>

namespace roentgen::dicom {
namespace {

TEST(Isolated, GivesBackWhatTheDecoderWrote) {
  SampleBuffer out;
  const auto outcome = run_isolated(3, out, [](std::byte* at) {
    for (int i = 0; i < 3; ++i) at[i] = std::byte(7 + i);
    return true;
  });
  EXPECT_EQ(outcome.value(), Isolated::done);
  EXPECT_EQ(base::Bytes(out.data(), out.data() + out.size()),
            (base::Bytes{std::byte{7}, std::byte{8}, std::byte{9}}));
}

TEST(Isolated, SurvivesRefusalExceptionAndAbort) {
  SampleBuffer out;
  EXPECT_EQ(run_isolated(1, out, [](std::byte*) { return false; }).value(), Isolated::refused);
  EXPECT_EQ(run_isolated(1, out, [](std::byte*) -> bool { throw std::runtime_error("no"); }).value(),
            Isolated::refused);
  EXPECT_EQ(run_isolated(1, out, [](std::byte*) -> bool { std::abort(); }).value(), Isolated::died);
  EXPECT_EQ(out.size(), 0u);
}

}  // namespace
}  // namespace roentgen::dicom
