#include "model/eight_bits.h"

#include <algorithm>

namespace roentgen::model {

std::filesystem::path eight_bits_folder(const std::filesystem::path& package_folder) {
  return package_folder.parent_path() / "int8" / package_folder.filename();
}

std::string made_from(const Package& exact) {
  return "made from the package with SHA-256 " + exact.sha256;
}

base::Result<Package> in_eight_bits(Package exact) {
  const std::filesystem::path folder = eight_bits_folder(exact.folder);
  std::error_code ignored;
  if (!std::filesystem::is_directory(folder, ignored)) return exact;
  auto rounded = load_package(folder, exact.weights_on_disk ? Weights::leave_on_disk : Weights::keep);
  if (!rounded) return std::unexpected(rounded.error());
  const auto says_so = [&](const std::string& limit) { return limit.contains(made_from(exact)); };
  if (rounded->card.name != exact.card.name || rounded->card.version != exact.card.version ||
      std::ranges::none_of(rounded->card.limits, says_so))
    return exact;
  exact.card.canary = std::move(rounded->card.canary);
  exact.card.limits = std::move(rounded->card.limits);
  exact.card.weights_file = rounded->card.weights_file;
  exact.card.weights_sha256 = rounded->card.weights_sha256;
  rounded->card = std::move(exact.card);
  return rounded;
}

}  // namespace roentgen::model
