// The entries of masks.json. Inside this room only.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "dataset/table.h"

namespace roentgen::dataset {

struct MaskEntry {
  std::string kind;  // as the file says it
  MaskFolder masks;  // of the kind "binary" for "binary", else "index"
};

std::filesystem::path masks_json(const Table& table);

// The entries of these kinds, in the order of the file; those of other kinds are passed over unread.
// `unusable_input` if there is no masks.json or it is damaged.
base::Result<std::vector<MaskEntry>> read_mask_entries(const Table& table,
                                                       const std::vector<std::string>& kinds);

}  // namespace roentgen::dataset
