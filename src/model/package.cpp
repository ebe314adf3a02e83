#include "model/package.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <system_error>

#include "base/sha256.h"
#include "base/sha256_stream.h"

namespace roentgen::model {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSumsLimit = 64 << 10;
constexpr std::size_t kCardLimit = 4 << 20;
constexpr std::size_t kWeightsLimit = 64 << 20;
constexpr std::size_t kMostFiles = 64;
constexpr const char* kSums = "SHA256SUMS";
constexpr const char* kCard = "card.json";
constexpr const char* kText = "CARD.md";

std::unexpected<base::Error> refuse(const std::string& why, const fs::path& folder) {
  return base::fail(base::ErrorCode::refused_model, "the model package was refused: " + why, folder.string());
}

// A name that cannot lead out of the folder, nor play tricks on a terminal.
bool plain_name(const std::string& name) {
  return !name.empty() && name.size() <= 100 && name[0] != '.' && name[0] != '-' &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return c < 128 && (std::isalnum(c) || c == '.' || c == '_' || c == '-');
         });
}

std::size_t limit_of(const std::string& name) {
  if (name.ends_with(".onnx")) return kWeightsLimit;
  return name.ends_with(".jpg") ? kMostPictureBytes : kCardLimit;
}

std::span<const std::byte> bytes_of(const std::string& text) {
  return std::as_bytes(std::span(text));
}

std::string differs(const std::string& name) {
  return "the file " + name + " is not the one that was packed (its SHA-256 differs)";
}

// Without ever holding the file: in pieces that stay in the processor's cache.
base::Result<std::string> sum_of_file(const fs::path& path, std::size_t limit_bytes) {
  std::error_code error;
  if (const auto size = fs::file_size(path, error); error || size > limit_bytes)
    return base::fail(base::ErrorCode::unusable_input, error ? error.message() : "it is too large",
                      path.string());
  std::ifstream file(path, std::ios::binary);
  base::Sha256Stream sum;
  std::vector<char> piece(256 << 10);
  std::size_t total = 0;
  while (file.read(piece.data(), static_cast<std::streamsize>(piece.size())) || file.gcount() > 0) {
    const auto got = static_cast<std::size_t>(file.gcount());
    if ((total += got) > limit_bytes) break;  // it grew while we read: the sum will differ
    sum.add(std::as_bytes(std::span(piece.data(), got)));
  }
  if (file.bad() || !file.eof())
    return base::fail(base::ErrorCode::unusable_input, "it cannot be read", path.string());
  return sum.hex();
}

// Lines of sha256sum: 64 hexadecimal digits, two spaces (or space and star), a name.
base::Result<std::map<std::string, std::string>> parse_sums(const std::string& text, const fs::path& folder) {
  std::map<std::string, std::string> sums;
  if (text.empty() || text.back() != '\n') return refuse("SHA256SUMS is empty or cut off", folder);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    const std::string line = text.substr(at, end - at);
    at = end + 1;
    const bool formed = line.size() > 66 && line.find_first_not_of("0123456789abcdef") == 64 &&
                        line[64] == ' ' && (line[65] == ' ' || line[65] == '*') &&
                        plain_name(line.substr(66));
    if (!formed) return refuse("a line of SHA256SUMS is not \"sum  name\"", folder);
    if (!sums.emplace(line.substr(66), line.substr(0, 64)).second)
      return refuse("SHA256SUMS names a file twice", folder);
    if (sums.size() > kMostFiles) return refuse("SHA256SUMS names too many files", folder);
  }
  return sums;
}

// The folder holds what the sums name, and nothing else.
base::Result<void> compare_folder(const std::map<std::string, std::string>& sums, const fs::path& folder) {
  std::error_code error;
  std::size_t present = 0;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    std::error_code status_error;
    if (!fs::is_regular_file(entry->symlink_status(status_error)))
      return refuse("it holds something that is not a plain file", folder);
    if (name == kSums) continue;
    if (!sums.contains(name))
      return refuse(plain_name(name) ? "SHA256SUMS does not name the file " + name
                                     : "SHA256SUMS does not name one of its files",
                    folder);
    ++present;
  }
  if (error) return refuse("its folder cannot be read", folder);
  if (present != sums.size()) {
    for (const auto& [name, sum] : sums)
      if (!fs::exists(folder / name, error)) return refuse("the file " + name + " is missing", folder);
    return refuse("its folder changed while it was read", folder);
  }
  return {};
}

}  // namespace

base::Result<base::Bytes> read_weights(const Package& package) {
  auto bytes = base::read_file(package.folder / package.card.weights_file, kWeightsLimit);
  if (!bytes) return refuse("its weights cannot be read (" + bytes.error().message + ")", package.folder);
  if (base::sha256_hex(*bytes) != package.card.weights_sha256)
    return refuse("its weights changed while it was read", package.folder);
  return bytes;
}

base::Result<std::vector<Picture>> read_pictures(const Package& package) {
  std::vector<Picture> pictures;
  for (const FailureSheet& sheet : package.card.failures) {
    auto jpeg = base::read_file(package.folder / sheet.picture, kMostPictureBytes);
    if (!jpeg)
      return refuse("the picture " + sheet.picture + " cannot be read (" + jpeg.error().message + ")",
                    package.folder);
    pictures.push_back({sheet.picture, std::move(*jpeg)});
  }
  return pictures;
}

base::Result<Package> load_package(const fs::path& folder, Weights keep_weights) {
  std::error_code error;
  if (!fs::is_directory(folder, error)) return refuse("there is no such folder", folder);
  const auto text = base::read_text(folder / kSums, kSumsLimit);
  if (!text) return refuse("SHA256SUMS cannot be read (" + text.error().message + ")", folder);
  const auto sums = parse_sums(*text, folder);
  if (!sums) return std::unexpected(sums.error());
  for (const char* name : {kCard, kText})
    if (!sums->contains(name))
      return refuse(std::string("SHA256SUMS does not name the file ") + name, folder);
  if (const auto same = compare_folder(*sums, folder); !same) return std::unexpected(same.error());

  std::map<std::string, base::Bytes> files;
  for (const auto& [name, sum] : *sums) {
    const bool weights = name.ends_with(".onnx");
    if (weights && keep_weights == Weights::leave_on_disk) {
      const auto found = sum_of_file(folder / name, kWeightsLimit);
      if (!found)
        return refuse("the file " + name + " cannot be read (" + found.error().message + ")", folder);
      if (*found != sum) return refuse(differs(name), folder);
      files.emplace(name, base::Bytes());
      continue;
    }
    auto bytes = base::read_file(folder / name, limit_of(name));
    if (!bytes) return refuse("the file " + name + " cannot be read (" + bytes.error().message + ")", folder);
    if (base::sha256_hex(*bytes) != sum) return refuse(differs(name), folder);
    if (weights || name == kCard) files.emplace(name, std::move(*bytes));
  }

  const base::Bytes& json = files.at(kCard);
  auto card = parse_card(std::string(reinterpret_cast<const char*>(json.data()), json.size()));
  if (!card) return base::fail(card.error().code, card.error().message, (folder / kCard).string());
  const auto weights = files.find(card->weights_file);
  if (weights == files.end())
    return refuse("the file " + card->weights_file + ", which its card names, is missing", folder);
  if (sums->at(card->weights_file) != card->weights_sha256)
    return refuse("its card was written for other weights (weights.sha256 differs)", folder);
  for (const FailureSheet& sheet : card->failures)
    if (!sums->contains(sheet.picture))
      return refuse("the picture " + sheet.picture + ", which its card names, is missing", folder);
  return Package{std::move(*card), std::move(weights->second), base::sha256_hex(bytes_of(*text)), folder,
                 keep_weights == Weights::leave_on_disk};
}

fs::path default_models_folder() {
  if (const char* named = std::getenv("ROENTGEN_MODELS"); named && *named) return named;
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error).parent_path();
  const fs::path build = program.parent_path();  // build/<preset>/roentgen
  if (build.filename() == "build" && fs::is_directory(build.parent_path() / "models", error))
    return build.parent_path() / "models";
  return program / "models";
}

fs::path default_cache_folder() {
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache == '/')
    return fs::path(cache) / "roentgen";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/')
    return fs::path(home) / ".cache" / "roentgen";
  return {};
}

std::vector<fs::path> list_packages(const fs::path& models_folder) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator entry(models_folder, error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code ignored;
    const fs::path& folder = entry->path();
    // Half a package counts, so that a damaged one is named and refused instead of vanishing.
    if (!folder.filename().string().starts_with('.') &&
        (fs::exists(folder / kCard, ignored) || fs::exists(folder / kSums, ignored)))
      found.push_back(folder);
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace roentgen::model
