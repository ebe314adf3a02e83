// The packages that a reading rests on: which there must be, and what each must offer.
#pragma once

#include <array>
#include <filesystem>
#include <future>
#include <string_view>

#include "base/result.h"
#include "model/engine.h"

namespace roentgen::reading {

enum class Role { gate, quality, anatomy, findings };

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

// `refused_model` if the card lacks what the role needs (a label frontal_chest, lungs and heart).
base::Result<void> check_role(const model::Card& card, const RoleRule& rule);

base::Result<model::Engine> load_role(const std::filesystem::path& models_folder, const RoleRule& rule,
                                      const model::EngineOptions& options);

// All of them, loading at once, each on a thread of its own.
class Packages {
 public:
  Packages(const std::filesystem::path& models_folder, const model::EngineOptions& options);

  // Waits for this one alone.
  const base::Result<model::Engine>& get(Role role) const;

 private:
  std::array<std::shared_future<base::Result<model::Engine>>, kRoles.size()> engines_;
};

}  // namespace roentgen::reading
