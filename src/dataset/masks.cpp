// masks.json and the label masks it describes.
#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/file.h"
#include "dataset/film_name.h"
#include "dataset/masks_json.h"
#include "dataset/table.h"
#include "image/codec.h"

namespace roentgen::dataset {
namespace {

using base::ErrorCode;
using Json = nlohmann::json;

constexpr std::size_t kLargestMaskTable = std::size_t{1} << 20;
constexpr std::size_t kLargestMask = std::size_t{64} << 20;
constexpr int kDeepest = 4;  // of masks.json

base::Result<MaskFolder> parse_entry(const std::filesystem::path& set, const Json& entry, MaskKind kind) {
  const auto bad = [](const std::string& what) {
    return base::fail(ErrorCode::unusable_input, "masks.json " + what + ".");
  };
  if (!entry.contains("folder") || !entry["folder"].is_string()) return bad("has an entry without a folder");
  const std::filesystem::path folder = entry["folder"].get<std::string>();
  if (folder.is_absolute() || std::find(folder.begin(), folder.end(), "..") != folder.end())
    return bad("names a folder outside the set");
  MaskFolder masks{.folder = set / folder, .structures = {}, .suffix = {}, .convention = {}, .kind = kind};
  if (entry.contains("suffix")) {
    if (!entry["suffix"].is_string()) return bad("has a suffix that is not a text");
    masks.suffix = entry["suffix"].get<std::string>();
    if (masks.suffix.find('/') != std::string::npos) return bad("has a suffix with a slash");
  }
  if (entry.contains("convention") && entry["convention"].is_string())
    masks.convention = entry["convention"].get<std::string>();
  if (!entry.contains("values") || !entry["values"].is_object()) return bad("has an entry without values");
  for (const auto& [key, name] : entry["values"].items()) {
    int value = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), value);
    if (error != std::errc{} || end != key.data() + key.size() || value < 1 || value > 255)
      return bad("has a value that is not a number from 1 to 255");
    if (!name.is_string()) return bad("has a structure without a name");
    masks.structures[value] = name.get<std::string>();
  }
  return masks;
}

// Empty if it is none.
std::string kind_of(const Json& entry) {
  const auto found = entry.find("kind");
  return found != entry.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::filesystem::path mask_path(const MaskFolder& masks, const Film& film) {
  return masks.folder / (base_name(bare_name(film.image)) + masks.suffix + ".png");
}

}  // namespace

std::filesystem::path masks_json(const Table& table) {
  return table.folder / "masks.json";
}

base::Result<std::vector<MaskEntry>> read_mask_entries(const Table& table,
                                                       const std::vector<std::string>& kinds) {
  const auto file = masks_json(table);
  std::error_code error;
  if (!std::filesystem::exists(file, error))
    return base::fail(
        ErrorCode::unusable_input,
        "there is no such file: without it nobody knows what the values of the masks mean. It is a "
        "list like [{\"folder\": \"masks\", \"kind\": \"index\", \"values\": {\"1\": \"heart\"}}].",
        file.string());
  auto text = base::read_text(file, kLargestMaskTable);
  if (!text) return std::unexpected(text.error());
  // What is nested deeper than "values" means nothing; copying it would recurse once a level.
  const auto shallow = [](int depth, Json::parse_event_t, Json&) { return depth <= kDeepest; };
  const Json list = Json::parse(*text, shallow, false);
  if (!list.is_array())
    return base::fail(ErrorCode::unusable_input, "masks.json is not a list of folders.", file.string());
  std::vector<MaskEntry> entries;
  for (const auto& entry : list) {
    if (!entry.is_object())
      return base::fail(ErrorCode::unusable_input, "masks.json is not a list of folders.", file.string());
    const std::string kind = kind_of(entry);
    if (std::ranges::find(kinds, kind) == kinds.end()) continue;
    auto folder = parse_entry(table.folder, entry, kind == "binary" ? MaskKind::binary : MaskKind::index);
    if (!folder) return base::fail(folder.error().code, folder.error().message, file.string());
    entries.push_back({kind, std::move(*folder)});
  }
  return entries;
}

base::Result<std::vector<MaskFolder>> read_mask_folders(const Table& table) {
  auto entries = read_mask_entries(table, {"index", "binary"});
  if (!entries) return std::unexpected(entries.error());
  std::vector<MaskFolder> folders;
  for (auto& entry : *entries) folders.push_back(std::move(entry.masks));
  return folders;
}

base::Result<MaskFolder> read_mask_folder(const Table& table) {
  auto folders = read_mask_folders(table);
  if (!folders) return std::unexpected(folders.error());
  if (folders->empty())
    return base::fail(ErrorCode::unusable_input, "masks.json has no folder of kind \"index\" or \"binary\".",
                      table.name);
  const auto first =
      std::find_if(folders->begin(), folders->end(), [](const auto& f) { return f.kind == MaskKind::index; });
  return first == folders->end() ? std::move(folders->front()) : std::move(*first);
}

bool has_mask(const MaskFolder& masks, const Film& film) {
  std::error_code error;
  return std::filesystem::is_regular_file(mask_path(masks, film), error);
}

base::Result<image::Mask> read_mask(const MaskFolder& masks, const Film& film) {
  const auto path = mask_path(masks, film);
  auto bytes = base::read_file(path, kLargestMask);
  if (!bytes) return std::unexpected(bytes.error());
  auto mask = image::decode_mask_png(*bytes);
  if (!mask) return base::fail(mask.error().code, mask.error().message, path.string());
  if (masks.kind == MaskKind::binary)
    for (auto& value : mask->samples) value = value != 0 ? 1 : 0;
  return mask;
}

}  // namespace roentgen::dataset
