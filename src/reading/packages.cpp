#include "reading/packages.h"

#include <algorithm>

#include "model/package.h"
#include "reading/anatomy.h"
#include "reading/gate.h"

namespace roentgen::reading {
namespace {

std::unexpected<base::Error> refuse(const RoleRule& rule, const std::string& why) {
  return base::fail(base::ErrorCode::refused_model,
                    "The model package " + std::string(rule.package) + " " + why + ".",
                    std::string(rule.package));
}

}  // namespace

base::Result<void> check_role(const model::Card& card, const RoleRule& rule) {
  if (card.task != rule.task) return refuse(rule, "does not do what its name says");
  if (rule.role == Role::gate &&
      std::ranges::find(card.labels, kFrontalChest, &model::Label::name) == card.labels.end()) {
    return refuse(rule, "has no label " + std::string(kFrontalChest));
  }
  if (rule.role == Role::quality) {
    for (const std::string_view name : kQualityLabels) {
      if (std::ranges::find(card.labels, name, &model::Label::name) == card.labels.end()) {
        return refuse(rule, "has no label " + std::string(name));
      }
    }
  }
  if (rule.role == Role::anatomy) {
    for (const char* name : {kRightLung, kLeftLung, kHeart}) {
      if (std::ranges::find(card.structures, name, &model::Structure::name) == card.structures.end()) {
        return refuse(rule, "has no structure " + std::string(name));
      }
    }
  }
  return {};
}

base::Result<model::Engine> load_role(const std::filesystem::path& models_folder, const RoleRule& rule,
                                      const model::EngineOptions& options) {
  const auto folder = models_folder / rule.package;
  std::error_code ignored;
  if (!std::filesystem::is_directory(folder, ignored)) {
    return refuse(
        rule, "is missing: there is no folder of that name in " + models_folder.string() + " (see --models)");
  }
  const auto package = model::load_package(folder, model::Weights::leave_on_disk);
  if (!package) return std::unexpected(package.error());
  if (const auto fit = check_role(package->card, rule); !fit) return std::unexpected(fit.error());
  return model::Engine::load(*package, options);
}

Packages::Packages(const std::filesystem::path& models_folder, const model::EngineOptions& options) {
  for (std::size_t i = 0; i < kRoles.size(); ++i) {
    engines_[i] =
        std::async(std::launch::async, [=] { return load_role(models_folder, kRoles[i], options); }).share();
  }
}

const base::Result<model::Engine>& Packages::get(Role role) const {
  const auto rule = std::ranges::find(kRoles, role, &RoleRule::role);
  return engines_[static_cast<std::size_t>(rule - kRoles.begin())].get();
}

}  // namespace roentgen::reading
