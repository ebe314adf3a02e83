#include "model/network_cache.h"

#include <unistd.h>

#include <cstring>
#include <fstream>
#include <string_view>
#include <system_error>

#include "base/file.h"
#include "base/sha256.h"

namespace roentgen::model {
namespace {

// "roentgen network 1\n", the SHA-256 of the rest in hexadecimal, zeros up to a multiple of the cache line.
constexpr std::string_view kMagic = "roentgen network 1\n";
constexpr std::size_t kDigest = 64;
constexpr std::size_t kHeader = 128;
constexpr std::size_t kLimit = 256 << 20;

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
      header.substr(kMagic.size(), kDigest) != base::sha256_hex(cached.network()))
    return std::nullopt;
  return cached;
}

void write_cache(const std::filesystem::path& file, std::span<const std::byte> network) {
  if (network.size() > kLimit - kHeader) return;
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);
  base::Bytes bytes(kHeader + network.size());
  const std::string digest = base::sha256_hex(network);
  std::memcpy(bytes.data(), kMagic.data(), kMagic.size());
  std::memcpy(bytes.data() + kMagic.size(), digest.data(), digest.size());
  std::memcpy(bytes.data() + kHeader, network.data(), network.size());
  // Two programs that start at once each write their own file; the last rename wins, and both are whole.
  const std::filesystem::path mine = file.string() + "." + std::to_string(::getpid());
  if (!base::write_file(mine, bytes)) return;
  std::filesystem::rename(mine, file, error);
  if (error) std::filesystem::remove(mine, error);
}

}  // namespace roentgen::model
