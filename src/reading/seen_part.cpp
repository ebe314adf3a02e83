#include "reading/seen_part.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "model/preprocess.h"
#include "reading/gate.h"
#include "reading/packages.h"
#include "reading/part.h"
#include "reading/part_gate.h"

namespace roentgen::reading {
namespace {

constexpr std::string_view kPanoramic = "dental_panoramic";

}  // namespace

std::string part_of(const Look& look) {
  if (look.frontal_chest()) return kFrontalChest;
  const std::string kind = kind_of(look);
  const bool limb = std::ranges::find(kLimbKinds, kind) != kLimbKinds.end();
  return kind == kPanoramic || (limb && is_surely_limb(look)) ? kind : std::string();
}

base::Result<model::Engine> load_gate(const std::filesystem::path& models_folder,
                                      const std::filesystem::path& cache_folder) {
  static_assert(kRoles.front().role == Role::gate);
  return load_role(models_folder, kRoles.front(), {.threads = 0, .cache_folder = cache_folder});
}

base::Result<std::string> seen_part(const model::Engine& gate, const image::Image& picture) {
  const model::Card& card = gate.card();
  if (std::min(picture.rows, picture.columns) < card.least_side_pixels) return std::string();
  const model::Prepared input = model::prepare(picture, card.input);
  const auto seen = gate.run(std::span(&input.input, 1), std::array<std::string, 2>{"logits", "features"});
  if (!seen) return std::unexpected(seen.error());
  const auto& outputs = seen->front();
  std::string part = part_of(Look(card, outputs[0].values));
  // The card's distances are those of chests.
  if (part == kFrontalChest && judge_distance(card, outputs[1].values).refused()) part.clear();
  return part;
}

}  // namespace roentgen::reading
