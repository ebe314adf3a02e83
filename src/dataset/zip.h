// The entries of a zip archive in memory. Inside this room only.
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>

#include "base/file.h"
#include "base/result.h"

namespace roentgen::dataset {

// Every entry's bytes by name, after PKWARE's APPNOTE 6.3: stored or deflated. `limit_bytes` bounds their
// sum; each entry's stated size is held against what its compressed bytes can unfold to before anything is
// allocated.
base::Result<std::map<std::string, base::Bytes>> unzip(std::span<const std::byte> archive,
                                                       std::size_t limit_bytes);

}  // namespace roentgen::dataset
