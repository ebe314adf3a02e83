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
  // Of the card's grading, chosen under these labels' probabilities; empty: none were.
  std::vector<float> cuts = {};
  std::string cuts_origin = {};
};

// `refused_model` with the field that is wrong. Versions 1 (without cuts) and 2 of the schema.
base::Result<Site> parse_site(const std::string& json);
std::string write_site(const Site& site);  // deterministic, indented JSON; docs/schemas/site.schema.json

// models/chest-findings -> models/chest-findings.site.json
std::filesystem::path site_file(const std::filesystem::path& package_folder);

// The site's file of a package; empty if there is none. `refused_model` if there is one that cannot be read.
base::Result<std::optional<Site>> find_site(const std::filesystem::path& package_folder);

// Puts what was fitted into the card's labels of the same names; others are passed over. A grading that has
// one of them among its steps loses its cuts: they were chosen under other probabilities, and rounding needs
// none.
void take_fitted(Card& card, const std::vector<Label>& fitted);

// Puts the site's decisions into the card: take_fitted(), and the site's cuts. `refused_model`, in words, if
// it was made for another package, another version, or other weights or another card of this version, or
// names a label the package has not, or cuts another number of grades.
base::Result<void> apply_site(Package& package, const Site& site);

}  // namespace roentgen::model
