#include "training/fields.h"

#include <span>

#include "base/file.h"
#include "base/sha256.h"

namespace roentgen::training {
namespace {

// Copying a document recurses once a level.
constexpr int kDeepest = 12;
constexpr std::size_t kLargest = 1 << 20;  // bytes

}  // namespace

base::Error unusable_recipe(const std::filesystem::path& path, const std::string& reason) {
  return {base::ErrorCode::usage, "the recipe cannot be used: " + reason, path.string()};
}

base::Result<Document> read_document(const std::filesystem::path& path) {
  using nlohmann::json;
  const auto text = base::read_text(path, kLargest);
  if (!text) return std::unexpected(text.error());
  const auto watch = [](int depth, json::parse_event_t, json&) {
    if (depth > kDeepest) throw std::runtime_error("it is nested too deeply");
    return true;
  };
  try {
    Document document{json::parse(*text, watch), {}};
    // Keys of an object are in order here, so layout does not count.
    const std::string all = document.json.dump(-1, ' ', false, json::error_handler_t::replace);
    document.sha256 = base::sha256_hex(std::as_bytes(std::span(all)));
    return document;
  } catch (const std::exception& error) {
    return std::unexpected(unusable_recipe(path, error.what()));
  }
}

}  // namespace roentgen::training
