#include "base/cores.h"

#include <sched.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace roentgen::base {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> first_line(const fs::path& path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  return line;
}

// quota / period of the two numbers, nothing if there is no limit ("max" or -1).
std::optional<double> share(const std::string& quota_and_period) {
  std::istringstream words(quota_and_period);
  double quota = 0, period = 0;
  if (!(words >> quota >> period) || quota <= 0 || period <= 0) return std::nullopt;
  return quota / period;
}

// The share set in one folder of the control groups, of the second version or the first.
std::optional<double> share_in(const fs::path& folder) {
  if (const auto both = first_line(folder / "cpu.max")) return share(*both);
  const auto quota = first_line(folder / "cpu.cfs_quota_us"),
             period = first_line(folder / "cpu.cfs_period_us");
  return quota && period ? share(*quota + " " + *period) : std::nullopt;
}

// The smallest share from the group of this process up to the root; a container may not see its own folder.
double quota(const fs::path& proc, const fs::path& sys) {
  double least = std::numeric_limits<double>::infinity();
  std::ifstream groups(proc / "self" / "cgroup");
  std::string line;  // hierarchy:controllers:path
  while (std::getline(groups, line)) {
    const auto first = line.find(':'), second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string controllers = "," + line.substr(first + 1, second - first - 1) + ",";
    fs::path root = sys / "fs" / "cgroup";
    if (controllers != ",,") {
      if (controllers.find(",cpu,") == std::string::npos) continue;
      root /= "cpu";
    }
    fs::path group = fs::path(line.substr(second + 1)).relative_path();
    while (true) {
      if (const auto here = share_in(root / group)) least = std::min(least, *here);
      if (group.empty()) break;
      group = group.parent_path();
    }
  }
  return least;
}

}  // namespace

int physical_cores(const fs::path& proc, const fs::path& sys, std::span<const int> allowed) {
  std::set<std::string> cores;  // each named by the list of its logical processors
  for (const int processor : allowed) {
    const std::string number = std::to_string(processor);
    const fs::path topology = sys / "devices" / "system" / "cpu" / ("cpu" + number) / "topology";
    cores.insert(first_line(topology / "thread_siblings_list").value_or(number));
  }
  const double most = std::ceil(quota(proc, sys));
  return std::max(1, static_cast<int>(std::min(static_cast<double>(cores.size()), most)));
}

int physical_cores() {
  // The kernel may know more processors than a fixed cpu_set_t holds.
  constexpr int kMostProcessors = 8192;
  std::vector<cpu_set_t> mask(kMostProcessors / CPU_SETSIZE);
  const std::size_t bytes = mask.size() * sizeof(cpu_set_t);
  if (::sched_getaffinity(0, bytes, mask.data()) != 0) return 1;
  std::vector<int> allowed;
  for (int processor = 0; processor < kMostProcessors; ++processor)
    if (CPU_ISSET_S(processor, bytes, mask.data())) allowed.push_back(processor);
  return physical_cores("/proc", "/sys", allowed);
}

}  // namespace roentgen::base
