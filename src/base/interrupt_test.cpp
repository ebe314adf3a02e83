#include "base/interrupt.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

namespace roentgen::base {
namespace {

[[noreturn]] void ask_once(int signal) {
  catch_interrupts();
  if (interrupted()) std::_Exit(1);
  std::raise(signal);
  std::_Exit(interrupted() ? 42 : 2);
}

[[noreturn]] void ask_twice(int first, int second) {
  catch_interrupts();
  std::raise(first);
  std::raise(second);
  std::_Exit(3);
}

TEST(InterruptDeathTest, OnceSetsTheFlag) {
  EXPECT_EXIT(ask_once(SIGINT), testing::ExitedWithCode(42), "");
  EXPECT_EXIT(ask_once(SIGTERM), testing::ExitedWithCode(42), "");
}

TEST(InterruptDeathTest, TwiceKills) {
  EXPECT_EXIT(ask_twice(SIGINT, SIGINT), testing::KilledBySignal(SIGINT), "");
  EXPECT_EXIT(ask_twice(SIGINT, SIGTERM), testing::KilledBySignal(SIGTERM), "");
}

TEST(Interrupt, NobodyAsked) {
  EXPECT_FALSE(interrupted());
}

}  // namespace
}  // namespace roentgen::base
