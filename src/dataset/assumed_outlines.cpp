#include "dataset/assumed_outlines.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <limits>

namespace roentgen::dataset {
namespace {

constexpr int kRightLung = 1, kLeftLung = 2, kHeart = 3;
constexpr std::size_t kMostFolders = 64;  // of masks/, looked at
constexpr std::size_t kMostLayers = 8;    // bits of a mask

// In the order of their names. Hidden folders are what systems leave behind.
std::vector<std::string> folders_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  std::filesystem::directory_iterator at(folder, error), end;
  for (; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (!at->is_directory(ignored)) continue;
    const auto name = at->path().filename().string();
    if (!name.starts_with('.')) names.push_back(name);
  }
  std::ranges::sort(names);
  if (names.size() > kMostFolders) names.resize(kMostFolders);
  return names;
}

MaskFolder plain_folder(const std::filesystem::path& folder) {
  return {.folder = folder, .structures = {}, .suffix = {}, .convention = {}, .kind = MaskKind::index};
}

Outlines of_chest(const std::filesystem::path& folder) {
  MaskFolder masks = plain_folder(folder);
  masks.structures = {{kRightLung, "right_lung"}, {kLeftLung, "left_lung"}, {kHeart, "heart"}};
  Legend legend = legend_of(masks);
  return {.kind = OutlineKind::index,
          .folders = {std::move(masks)},
          .legend = std::move(legend),
          .convention = {},
          .assumed = true};
}

void add_layer(Outlines& layers, const std::filesystem::path& folder, const std::string& structure) {
  if (layers.folders.size() == kMostLayers) return;
  const int bit = 1 << layers.folders.size();
  MaskFolder masks = plain_folder(folder);
  masks.structures = {{bit, structure}};
  layers.folders.push_back(std::move(masks));
  layers.legend[structure] = values_with(bit);
}

// NaN where the mask has no such pixel.
double mean_column(const image::Mask& mask, int value) {
  double sum = 0;
  std::size_t count = 0;
  for (int row = 0; row < mask.rows; ++row)
    for (int column = 0; column < mask.columns; ++column)
      if (mask.at(row, column) == value) {
        sum += column;
        ++count;
      }
  return count == 0 ? std::numeric_limits<double>::quiet_NaN() : sum / static_cast<double>(count);
}

// Other conventions are told by their values (255, bits, a fourth kind), by one value for both lungs, or by
// the sides: 1 is the left lung in many a set.
std::string against_chest(const image::Mask& mask) {
  if (std::ranges::any_of(mask.samples, [](std::uint8_t value) { return value > kHeart; }))
    return "with values other than 0 to 3";
  const double right = mean_column(mask, kRightLung), left = mean_column(mask, kLeftLung);
  if (std::isnan(right) || std::isnan(left))
    return "without 1 or without 2, so that one value may mean both lungs";
  if (right >= left) return "with 1 to the right of 2, where a frontal film shows the patient's left lung";
  return {};
}

std::string against_layer(const image::Mask& mask) {
  std::array<bool, 256> seen{};
  for (const std::uint8_t value : mask.samples) seen[value] = true;
  return std::count(seen.begin() + 1, seen.end(), true) > 1 ? "with more than one value besides 0" : "";
}

}  // namespace

std::set<int> values_with(int bit) {
  std::set<int> values;
  for (int value = 1; value < 256; ++value)
    if ((value & bit) != 0) values.insert(value);
  return values;
}

std::vector<Outlines> assumed_outlines(const Table& table, const std::vector<std::string>& structures) {
  const auto wants = [&](const std::string& name) {
    return std::ranges::find(structures, name) != structures.end();
  };
  const bool chest = wants("right_lung") || wants("left_lung") || wants("heart");
  const auto masks = table.folder / "masks";
  std::error_code error;
  if (!std::filesystem::is_directory(masks, error)) return {};
  std::vector<Outlines> all;
  if (chest) all.push_back(of_chest(masks));
  Outlines layers{.kind = OutlineKind::layers, .assumed = true};
  for (const auto& name : folders_in(masks)) {
    if (wants(name))
      add_layer(layers, masks / name, name);
    else if (chest)
      all.push_back(of_chest(masks / name));
  }
  if (!layers.folders.empty()) all.push_back(std::move(layers));
  return all;
}

std::string against_assumption(const Outlines& outlines, const Film& film) {
  if (!outlines.assumed) return {};
  for (const MaskFolder& folder : outlines.folders) {
    if (!has_mask(folder, film)) continue;
    const auto mask = read_mask(folder, film);
    if (!mask) continue;
    std::string against = outlines.kind == OutlineKind::layers ? against_layer(*mask) : against_chest(*mask);
    if (!against.empty()) return against;
  }
  return {};
}

}  // namespace roentgen::dataset
