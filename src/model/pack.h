// A network and what is said of it, made into a package that is known to work.
#pragma once

#include <filesystem>
#include <string>

#include "base/file.h"
#include "base/result.h"
#include "model/card.h"

namespace roentgen::model {

// Runs the network once on the built-in image (see Canary), writes what it answered and the sizes of its
// outputs down, writes the package (without sheets of failures: those are another network's), opens it again
// and runs it as a reader would. `card` needs everything but canary, weights_sha256 and parameters. Returns
// the package's SHA-256. Errors: as write_package() and Engine::load(); then no package was written, or none
// that was there is changed.
base::Result<std::string> pack_network(const std::filesystem::path& folder, Card card,
                                       const base::Bytes& onnx);

}  // namespace roentgen::model
