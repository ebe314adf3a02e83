#include "dataset/outlines.h"

#include <algorithm>
#include <array>
#include <bit>
#include <filesystem>
#include <optional>

#include "dataset/assumed_outlines.h"
#include "dataset/masks_json.h"

namespace roentgen::dataset {
namespace {

using base::ErrorCode;

base::Result<Legend> legend_of_bits(const MaskFolder& masks, const std::filesystem::path& file) {
  Legend legend;
  for (const auto& [bit, name] : masks.structures) {
    if (!std::has_single_bit(static_cast<unsigned>(bit)))
      return base::fail(ErrorCode::unusable_input,
                        "masks.json has a folder of kind \"bits\" with a value that is none of 1, 2, 4, 8, "
                        "16, 32, 64, 128.",
                        file.string());
    legend[name].merge(values_with(bit));
  }
  return legend;
}

base::Result<Outlines> outlines_of(MaskEntry entry, const std::filesystem::path& file) {
  Outlines outlines;
  outlines.convention = entry.masks.convention;
  if (entry.kind == "bits") {
    auto legend = legend_of_bits(entry.masks, file);
    if (!legend) return std::unexpected(legend.error());
    outlines.kind = OutlineKind::bits;
    outlines.legend = std::move(*legend);
  } else {
    outlines.kind = entry.kind == "binary" ? OutlineKind::binary : OutlineKind::index;
    outlines.legend = legend_of(entry.masks);
  }
  outlines.folders.push_back(std::move(entry.masks));
  return outlines;
}

// Layers on top of each other. A film may lack some: their structures are then not drawn.
base::Result<image::Mask> read_layers(const Outlines& outlines, const Film& film) {
  std::optional<image::Mask> all;
  for (std::size_t k = 0; k < outlines.folders.size(); ++k) {
    const MaskFolder& folder = outlines.folders[k];
    if (!has_mask(folder, film)) continue;
    auto layer = read_mask(folder, film);
    if (!layer) return std::unexpected(layer.error());
    if (!all) {
      all = image::Mask{.rows = layer->rows, .columns = layer->columns, .samples = {}};
      all->samples.resize(layer->samples.size());
    }
    if (all->rows != layer->rows || all->columns != layer->columns)
      return base::fail(ErrorCode::unusable_input, "The masks of this film differ in size.",
                        (folder.folder / film.image).string());
    for (std::size_t i = 0; i < all->samples.size(); ++i)
      if (layer->samples[i] != 0) all->samples[i] = static_cast<std::uint8_t>(all->samples[i] | (1U << k));
  }
  if (!all) return base::fail(ErrorCode::unusable_input, "This film has no mask.", film.image);
  return std::move(*all);
}

}  // namespace

Legend legend_of(const MaskFolder& masks) {
  Legend legend;
  for (const auto& [value, name] : masks.structures) legend[name].insert(value);
  return legend;
}

base::Result<std::vector<Outlines>> read_outlines(const Table& table,
                                                  const std::vector<std::string>& structures) {
  const auto file = masks_json(table);
  std::error_code error;
  if (!std::filesystem::exists(file, error))
    if (auto assumed = assumed_outlines(table, structures); !assumed.empty()) return assumed;
  auto entries = read_mask_entries(table, {"index", "binary", "bits"});
  if (!entries) return std::unexpected(entries.error());
  std::vector<Outlines> all;
  for (auto& entry : *entries) {
    auto outlines = outlines_of(std::move(entry), file);
    if (!outlines) return std::unexpected(outlines.error());
    all.push_back(std::move(*outlines));
  }
  return all;
}

bool has_outline(const Outlines& outlines, const Film& film) {
  return std::ranges::any_of(outlines.folders,
                             [&](const MaskFolder& folder) { return has_mask(folder, film); });
}

base::Result<image::Mask> read_outline(const Outlines& outlines, const Film& film) {
  return outlines.kind == OutlineKind::layers ? read_layers(outlines, film)
                                              : read_mask(outlines.folders.front(), film);
}

bool has_unnamed(const Outlines& outlines, const image::Mask& mask) {
  const bool bits = outlines.kind == OutlineKind::bits || outlines.kind == OutlineKind::layers;
  unsigned named_bits = 0;
  std::set<int> named{0};
  for (const MaskFolder& folder : outlines.folders)
    for (const auto& [value, name] : folder.structures) {
      named_bits |= static_cast<unsigned>(value);
      named.insert(value);
    }
  std::array<bool, 256> unnamed{};
  for (int value = 0; value < 256; ++value)
    unnamed[static_cast<std::size_t>(value)] =
        bits ? (static_cast<unsigned>(value) & ~named_bits) != 0 : !named.contains(value);
  return std::ranges::any_of(mask.samples, [&](std::uint8_t value) { return unnamed[value]; });
}

}  // namespace roentgen::dataset
