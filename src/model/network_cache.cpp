#include "model/network_cache.h"

#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <functional>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/checksum.h"
#include "base/file.h"
#include "base/sha256.h"

namespace roentgen::model {
namespace {

// "roentgen network 2\n", the checksum of the rest in hexadecimal, zeros up to a multiple of the cache line.
// A checksum that tells damage is enough: whoever may write here could write a matching digest as well.
constexpr std::string_view kMagic = "roentgen network 2\n";
constexpr std::size_t kDigest = 32;
constexpr std::size_t kHeader = 128;
constexpr std::size_t kLimit = 256 << 20;

constexpr std::size_t kMostKept =
    4;  // of one package: other versions of it, of the library, other processors

// A package that is replaced, or a new inference library, leaves its compiled network behind: the oldest go.
void forget_oldest(const std::filesystem::path& newest) {
  namespace fs = std::filesystem;
  const std::string name = newest.filename().string();
  const std::string package = name.substr(0, name.rfind('-') + 1);
  std::error_code error;
  std::vector<std::pair<fs::file_time_type, fs::path>> kept;
  for (fs::directory_iterator entry(newest.parent_path(), error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string other = entry->path().filename().string();
    std::error_code gone;
    const auto time = fs::last_write_time(entry->path(), gone);
    if (!gone && other.ends_with(".network") && other.substr(0, other.rfind('-') + 1) == package)
      kept.emplace_back(time, entry->path());
  }
  std::sort(kept.begin(), kept.end(), std::greater<>());
  for (std::size_t i = kMostKept; i < kept.size(); ++i) fs::remove(kept[i].second, error);
}

// Compiled networks depend on what the processor can do. Its name alone does not tell in a virtual machine.
std::string processor() {
  std::ifstream info("/proc/cpuinfo");
  std::string line, facts;
  while (std::getline(info, line) && !line.empty())
    for (const char* fact :
         {"vendor_id", "cpu family", "model", "stepping", "flags", "CPU implementer", "CPU part", "Features"})
      if (line.starts_with(fact)) {
        facts += line + "\n";
        break;
      }
  return facts;
}

}  // namespace

std::filesystem::path cache_file(const std::filesystem::path& folder, const std::string& package_name,
                                 const std::string& package_sha256, const std::string& library_version) {
  const std::string key = std::string(kMagic) + package_sha256 + "\n" + library_version + "\n" + processor();
  return folder /
         (package_name + "-" + base::sha256_hex(std::as_bytes(std::span(key))).substr(0, 24) + ".network");
}

std::span<const std::byte> CachedNetwork::network() const {
  return file.bytes().subspan(kHeader);
}

std::optional<CachedNetwork> read_cache(const std::filesystem::path& file) {
  auto mapped = base::MappedFile::open(file, kLimit);
  if (!mapped || mapped->bytes().size() <= kHeader) return std::nullopt;
  CachedNetwork cached{std::move(*mapped)};
  const std::string_view header(reinterpret_cast<const char*>(cached.file.bytes().data()), kHeader);
  if (!header.starts_with(kMagic) ||
      header.substr(kMagic.size(), kDigest) != base::checksum_hex(cached.network()))
    return std::nullopt;
  return cached;
}

void write_cache(const std::filesystem::path& file, std::span<const std::byte> network) {
  if (network.size() > kLimit - kHeader) return;
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);
  base::Bytes bytes(kHeader + network.size());
  const std::string digest = base::checksum_hex(network);
  std::memcpy(bytes.data(), kMagic.data(), kMagic.size());
  std::memcpy(bytes.data() + kMagic.size(), digest.data(), digest.size());
  std::memcpy(bytes.data() + kHeader, network.data(), network.size());
  // Two programs that start at once each write their own file; the last rename wins, and both are whole.
  const std::filesystem::path mine = file.string() + "." + std::to_string(::getpid());
  if (!base::write_file(mine, bytes)) return;
  std::filesystem::rename(mine, file, error);
  if (error) {
    std::filesystem::remove(mine, error);
  } else {
    forget_oldest(file);
  }
}

}  // namespace roentgen::model
