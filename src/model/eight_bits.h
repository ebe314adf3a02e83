// The 8-bit form of a package (quantise.h): a package of its own, beside the one it was made from.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "model/package.h"

namespace roentgen::model {

// models/chest-anatomy -> models/int8/chest-anatomy
std::filesystem::path eight_bits_folder(const std::filesystem::path& package_folder);

// What its card says of its origin: "made from the package with SHA-256 …".
std::string made_from(const Package& exact);

// The 8-bit form of this very package, with the card of `exact` (and what a site decided in it) but its own
// canary, limits and hash; `exact` as it is if there is none, or one of other weights or another version.
// `refused_model` if there is one that is damaged.
base::Result<Package> in_eight_bits(Package exact);

}  // namespace roentgen::model
