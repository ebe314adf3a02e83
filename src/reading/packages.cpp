#include "reading/packages.h"

#include <algorithm>

#include "base/sha256.h"
#include "model/eight_bits.h"
#include "model/package.h"
#include "model/precision_proof.h"
#include "model/site.h"
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
                                      const model::EngineOptions& options, bool eight_bits) {
  const auto folder = models_folder / rule.package;
  std::error_code ignored;
  if (!std::filesystem::is_directory(folder, ignored)) {
    return refuse(
        rule, "is missing: there is no folder of that name in " + models_folder.string() + " (see --models)");
  }
  auto package = model::load_package(folder, model::Weights::leave_on_disk);
  if (!package) return std::unexpected(package.error());
  const auto site = model::find_site(folder);
  if (!site) return std::unexpected(site.error());
  if (*site)
    if (const auto applied = model::apply_site(*package, **site); !applied)
      return std::unexpected(applied.error());
  if (const auto fit = check_role(package->card, rule); !fit) return std::unexpected(fit.error());
  if (eight_bits) package = model::in_eight_bits(std::move(*package));
  if (!package) return std::unexpected(package.error());
  model::EngineOptions own = options;
  if (own.precision == model::Precision::bfloat16 && !model::proven_in_bfloat16(*package))
    own.precision = model::Precision::float32;
  return model::Engine::load(*package, own);
}

std::string describe_sites(const std::filesystem::path& models_folder) {
  constexpr std::size_t kMost = 4 << 20;  // bytes; a larger one is refused when its package is loaded
  std::string text;
  const auto add = [&](const RoleRule& rule) {
    if (const auto site = base::read_text(model::site_file(models_folder / rule.package), kMost))
      text += "site " + std::string(rule.package) + " " + base::sha256_hex(std::as_bytes(std::span(*site))) +
              "\n";
  };
  for (const RoleRule& rule : kRoles) add(rule);
  for (const RoleRule& rule : kExtraRoles) add(rule);
  return text;
}

Packages::Packages(const std::filesystem::path& models_folder, const model::EngineOptions& options,
                   bool eight_bits) {
  for (std::size_t i = 0; i < kRoles.size(); ++i) {
    engines_[i] = std::async(std::launch::async, [=] {
                    return load_role(models_folder, kRoles[i], options, eight_bits);
                  }).share();
  }
  for (std::size_t i = 0; i < kExtraRoles.size(); ++i) {
    std::error_code ignored;
    present_[i] = std::filesystem::is_directory(models_folder / kExtraRoles[i].package, ignored);
    extras_[i] = std::async(std::launch::deferred, [=] {
                   return load_role(models_folder, kExtraRoles[i], options, eight_bits);
                 }).share();
  }
}

bool Packages::has(Role role) const {
  const auto extra = std::ranges::find(kExtraRoles, role, &RoleRule::role);
  return extra != kExtraRoles.end() && present_[static_cast<std::size_t>(extra - kExtraRoles.begin())];
}

const base::Result<model::Engine>& Packages::get(Role role) const {
  const auto extra = std::ranges::find(kExtraRoles, role, &RoleRule::role);
  if (extra != kExtraRoles.end()) return extras_[static_cast<std::size_t>(extra - kExtraRoles.begin())].get();
  const auto rule = std::ranges::find(kRoles, role, &RoleRule::role);
  return engines_[static_cast<std::size_t>(rule - kRoles.begin())].get();
}

}  // namespace roentgen::reading
