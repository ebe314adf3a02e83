#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <system_error>

#include "base/sha256.h"
#include "model/package.h"

namespace roentgen::model {
namespace {

namespace fs = std::filesystem;

// Removed again unless it was renamed into place.
struct Workshop {
  fs::path folder;
  ~Workshop() {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
};

std::unexpected<base::Error> cannot(const std::string& what, const fs::path& folder, int error) {
  return base::fail(base::ErrorCode::unusable_input,
                    "cannot write the model package: " + what + ": " + std::strerror(error), folder.string());
}

// The new folder takes the place of the old one in one step; what was there goes with the workshop.
base::Result<void> put_in_place(const fs::path& made, const fs::path& target) {
  std::error_code error;
  if (!fs::exists(fs::symlink_status(target, error))) {
    if (::rename(made.c_str(), target.c_str()) != 0) return cannot("cannot rename its folder", target, errno);
    return {};
  }
  const bool replaceable = fs::is_directory(fs::symlink_status(target, error)) &&
                           (fs::exists(target / "SHA256SUMS", error) || fs::is_empty(target, error));
  if (!replaceable)
    return base::fail(base::ErrorCode::usage,
                      "there is already something here that is not a model package; name another folder",
                      target.string());
  if (::renameat2(AT_FDCWD, made.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) == 0) return {};
  // Some network file systems cannot exchange.
  if (errno != EINVAL && errno != ENOSYS) return cannot("cannot exchange the folders", target, errno);
  fs::path old = made;
  old += ".old";
  const Workshop leftovers{old};
  if (::rename(target.c_str(), old.c_str()) != 0)
    return cannot("cannot move the old folder away", target, errno);
  if (::rename(made.c_str(), target.c_str()) != 0) {
    const int failure = errno;
    ::rename(old.c_str(), target.c_str());
    return cannot("cannot rename its folder", target, failure);
  }
  return {};
}

}  // namespace

base::Result<void> write_package(const fs::path& folder, Card card, const base::Bytes& onnx,
                                 std::span<const Picture> pictures) {
  if (!std::ranges::equal(card.failures, pictures, {}, &FailureSheet::picture, &Picture::name))
    return base::fail(base::ErrorCode::usage, "the pictures are not those that the card names",
                      folder.string());
  for (const Picture& picture : pictures)
    if (picture.jpeg.size() > kMostPictureBytes)
      return base::fail(base::ErrorCode::usage,
                        "a picture in a package has " + std::to_string(kMostPictureBytes) + " bytes at most",
                        picture.name);
  card.weights_sha256 = base::sha256_hex(onnx);
  const std::string json = write_card(card);
  if (const auto readable = parse_card(json); !readable)  // never write what load_package would refuse
    return base::fail(readable.error().code, readable.error().message, folder.string());
  const std::string text = describe_card(card);

  std::error_code error;
  const fs::path target = fs::absolute(folder, error).lexically_normal();
  const fs::path clean = target.has_filename() ? target : target.parent_path();
  fs::create_directories(clean.parent_path(), error);
  const Workshop workshop{clean.parent_path() /
                          ("." + clean.filename().string() + ".part-" + std::to_string(::getpid()))};
  fs::remove_all(workshop.folder, error);
  if (::mkdir(workshop.folder.c_str(), 0777) != 0)
    return cannot("cannot make a folder beside it", folder, errno);

  const auto bytes_of = [](const std::string& s) { return std::as_bytes(std::span(s)); };
  std::vector<std::pair<std::string, std::span<const std::byte>>> files{
      {"CARD.md", bytes_of(text)}, {"card.json", bytes_of(json)}, {card.weights_file, onnx}};
  for (const Picture& picture : pictures) files.emplace_back(picture.name, picture.jpeg);
  std::string sums;
  for (const auto& [name, content] : files) sums += base::sha256_hex(content) + "  " + name + "\n";
  files.emplace_back("SHA256SUMS", bytes_of(sums));
  for (const auto& [name, content] : files)
    if (const auto written = base::write_file(workshop.folder / name, content); !written) return written;
  return put_in_place(workshop.folder, clean);
}

}  // namespace roentgen::model
