#include "base/cores.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <string>
#include <thread>

namespace roentgen::base {
namespace {

namespace fs = std::filesystem;

// A machine made of files: four logical processors, two a core.
struct Machine : testing::Test {
  fs::path root = fs::temp_directory_path() / ("roentgen_cores_" + std::to_string(::getpid()));
  std::array<int, 4> all{0, 1, 2, 3};

  void SetUp() override {
    for (int i = 0; i < 4; ++i)
      put("sys/devices/system/cpu/cpu" + std::to_string(i) + "/topology/thread_siblings_list",
          i % 2 == 0 ? "0,2" : "1,3");
  }
  void TearDown() override { fs::remove_all(root); }
  void put(const std::string& path, const std::string& text) const {
    fs::create_directories((root / path).parent_path());
    std::ofstream(root / path) << text << '\n';
  }
  int cores(std::span<const int> allowed) const {
    return physical_cores(root / "proc", root / "sys", allowed);
  }
};

TEST_F(Machine, ThreadsOfOneCoreCountOnce) {
  EXPECT_EQ(cores(all), 2);
  EXPECT_EQ(cores(std::array{0, 2}), 1);
  EXPECT_EQ(cores(std::array{0, 1}), 2);
  EXPECT_EQ(cores({}), 1);
}

TEST_F(Machine, WithoutTopologyEveryProcessorIsACore) {
  EXPECT_EQ(cores(std::array{0, 1, 10, 11, 12}), 5);
}

TEST_F(Machine, TheQuotaOfTheSecondVersionLimits) {
  put("proc/self/cgroup", "0::/a/b");
  EXPECT_EQ(cores(all), 2);
  put("sys/fs/cgroup/a/b/cpu.max", "max 100000");
  EXPECT_EQ(cores(all), 2);
  put("sys/fs/cgroup/a/cpu.max", "150000 100000");
  EXPECT_EQ(cores(all), 2);
  put("sys/fs/cgroup/cpu.max", "50000 100000");
  EXPECT_EQ(cores(all), 1);
}

TEST_F(Machine, TheQuotaOfTheFirstVersionLimits) {
  put("proc/self/cgroup", "8:pids:/x\n4:cpuacct,cpu:/job\n0::/");
  put("sys/fs/cgroup/cpu/job/cpu.cfs_quota_us", "-1");
  put("sys/fs/cgroup/cpu/job/cpu.cfs_period_us", "100000");
  EXPECT_EQ(cores(all), 2);
  put("sys/fs/cgroup/cpu/job/cpu.cfs_quota_us", "90000");
  EXPECT_EQ(cores(all), 1);
}

TEST(Cores, AreAtLeastOneAndAtMostTheLogicalProcessors) {
  EXPECT_GE(physical_cores(), 1);
  EXPECT_LE(physical_cores(), static_cast<int>(std::thread::hardware_concurrency()));
}

}  // namespace
}  // namespace roentgen::base
