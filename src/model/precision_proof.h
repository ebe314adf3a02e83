// That a package keeps its accuracy in bfloat16: a file beside the package, for one version of it. Without it
// a package runs in float32.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.h"
#include "model/package.h"

namespace roentgen::model {

struct PrecisionProof {
  std::string package, version, package_sha256;
  std::string data, split, metric;  // "cxr_nih", "val", "auc", "dice", …: the figure that lost most
  int films = 0;
  double float32 = 0, bfloat16 = 0;  // the figure in either precision
  double most_lost = 0;              // what could be lost and still pass
};

base::Result<PrecisionProof> parse_proof(
    const std::string& json);  // `refused_model` with the field that is wrong
std::string write_proof(const PrecisionProof& proof);

// models/chest-anatomy -> models/chest-anatomy.bfloat16.json
std::filesystem::path proof_file(const std::filesystem::path& package_folder);

// Whether this very package has one that it passed. A file that is damaged or belongs to another version
// proves nothing.
bool proven_in_bfloat16(const Package& package);

}  // namespace roentgen::model
