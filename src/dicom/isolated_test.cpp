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

TEST(Isolated, MemoryIsBounded) {
  const auto take = [](std::size_t bytes) {
    return [bytes](std::byte* out) {
      auto* const memory = static_cast<std::byte*>(std::malloc(bytes));
      if (memory == nullptr) return false;
      for (std::size_t at = 0; at < bytes; at += 4096) memory[at] = std::byte{1};
      *out = memory[0];
      std::free(memory);
      return true;
    };
  };
  SampleBuffer out;
  EXPECT_EQ(run_isolated(1, out, take(std::size_t{100} << 20)).value(), Isolated::done);
  EXPECT_NE(run_isolated(1, out, take(std::size_t{2} << 30)).value(), Isolated::done);
  // An image of 200 MB may take more.
  EXPECT_EQ(run_isolated(std::size_t{200} << 20, out, take(std::size_t{1} << 30)).value(), Isolated::done);
}

}  // namespace
}  // namespace roentgen::dicom
