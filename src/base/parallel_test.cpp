#include "base/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <numeric>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

namespace roentgen::base {
namespace {

TEST(Parallel, EveryIndexOnce) {
  for (const int threads : {0, 1, 2, 7, 100})
    for (const std::size_t count : {0U, 1U, 3U, 1000U}) {
      std::vector<int> visits(count);
      ASSERT_TRUE(parallel_for(count, threads, [&](std::size_t i) { ++visits[i]; }));
      EXPECT_EQ(visits, std::vector<int>(count, 1));
    }
}

TEST(Parallel, UsesAsManyThreadsAsAsked) {
  // Every body waits for the others: with fewer than three threads this would not end.
  std::atomic<int> waiting{0};
  ASSERT_TRUE(parallel_for(3, 3, [&](std::size_t) {
    ++waiting;
    while (waiting < 3) std::this_thread::yield();
  }));
  std::mutex guard;
  std::set<std::thread::id> seen;
  ASSERT_TRUE(parallel_for(50, 1, [&](std::size_t) {
    const std::lock_guard lock(guard);
    seen.insert(std::this_thread::get_id());
  }));
  EXPECT_EQ(seen, std::set{std::this_thread::get_id()});
}

TEST(Parallel, TheFirstFailureIsReportedAndTheOthersAreDone) {
  for (const int threads : {1, 4}) {
    std::atomic<int> done{0};
    const auto result = parallel_for(100, threads, [&](std::size_t i) {
      if (i == 30) throw 7;
      if (i == 20 || i == 90) throw std::runtime_error("index " + std::to_string(i));
      ++done;
    });
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::internal);
    EXPECT_EQ(result.error().message, "index 20");
    EXPECT_EQ(done, 97);
  }
}

}  // namespace
}  // namespace roentgen::base
