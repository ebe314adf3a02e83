// What local films decided about a package: its calibration, thresholds and abstention at one site. A file
// beside the package, never in it, and good for one version of it only: a new version moves the scores, and
// an old threshold would then make the better network the worse one.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/package.h"

namespace roentgen::model {

struct Site {
  std::string package, version, package_sha256;
  std::string data, split;  // the set and the split it was fitted on
  int films = 0, patients = 0;
  std::string program;
  // Those that were fitted: name, calibration, threshold, threshold_origin, operating_points and abstention;
  // their other fields are empty.
  std::vector<Label> labels;
};

// `refused_model` with the field that is wrong.
base::Result<Site> parse_site(const std::string& json);
std::string write_site(const Site& site);  // deterministic, indented JSON; docs/schemas/site.schema.json

// models/chest-findings -> models/chest-findings.site.json
std::filesystem::path site_file(const std::filesystem::path& package_folder);

// The site's file of a package; empty if there is none. `refused_model` if there is one that cannot be read.
base::Result<std::optional<Site>> find_site(const std::filesystem::path& package_folder);

// Puts the site's decisions into the card. `refused_model`, in words, if it was made for another package,
// another version, or other weights or another card of this version, or names a label the package has not.
base::Result<void> apply_site(Package& package, const Site& site);

}  // namespace roentgen::model
