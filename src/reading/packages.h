// The packages that a reading rests on: which there must be, and what each must offer.
#pragma once

#include <array>
#include <filesystem>
#include <future>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/engine.h"

namespace roentgen::reading {

enum class Role { gate, quality, anatomy, findings, knee, child, limb, spine, opacity };

struct RoleRule {
  Role role;
  std::string_view package;  // folder name
  model::Task task;
};

inline constexpr std::array kRoles = std::to_array<RoleRule>({
    {Role::gate, "image-gate", model::Task::classification},
    {Role::quality, "film-quality", model::Task::classification},
    {Role::anatomy, "chest-anatomy", model::Task::segmentation},
    {Role::findings, "chest-findings", model::Task::classification},
});

// Read pictures that the chest packages for adults do not, or (opacity) say where a finding of theirs lies.
// They may be missing, and are loaded when the first such picture comes.
inline constexpr std::array kExtraRoles = std::to_array<RoleRule>({
    {Role::knee, "knee-arthritis", model::Task::classification},
    {Role::child, "chest-pneumonia-child", model::Task::classification},
    {Role::limb, "limb-fracture", model::Task::detection},
    {Role::spine, "spine-cobb", model::Task::landmarks},
    {Role::opacity, "chest-opacity-detector", model::Task::detection},
});

// `refused_model` if the card lacks what the role needs (a label frontal_chest, lungs and heart).
base::Result<void> check_role(const model::Card& card, const RoleRule& rule);

// With the site's own calibration, if one lies beside the package; with `eight_bits` in its 8-bit form, if it
// has one (model/eight_bits.h).
base::Result<model::Engine> load_role(const std::filesystem::path& models_folder, const RoleRule& rule,
                                      const model::EngineOptions& options, bool eight_bits = false);

// The site's own calibrations in this folder (model/site.h), for the configuration hash; empty if there are
// none.
std::string describe_sites(const std::filesystem::path& models_folder);

// All of kRoles, loading at once, each on a thread of its own; those of kExtraRoles when first asked for.
class Packages {
 public:
  Packages(const std::filesystem::path& models_folder, const model::EngineOptions& options, bool eight_bits);

  // Waits for this one alone.
  const base::Result<model::Engine>& get(Role role) const;

  // Whether the models folder has the package of this extra role.
  bool has(Role role) const;

 private:
  using Loading = std::shared_future<base::Result<model::Engine>>;
  std::array<Loading, kRoles.size()> engines_;
  std::array<Loading, kExtraRoles.size()> extras_;
  std::array<bool, kExtraRoles.size()> present_{};
};

}  // namespace roentgen::reading
