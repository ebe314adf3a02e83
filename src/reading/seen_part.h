// Which part of the body a picture shows, as far as the gate's network tells: for how a picture is shown
// where its file names no part. Nothing is read by it.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "image/image.h"
#include "model/engine.h"
#include "reading/look.h"

namespace roentgen::reading {

// kFrontalChest, one of kLimbKinds (part.h) or "dental_panoramic"; empty: not sure of any.
std::string part_of(const Look& look);

base::Result<model::Engine> load_gate(const std::filesystem::path& models_folder,
                                      const std::filesystem::path& cache_folder);

// The picture as a viewer shows it. Empty also for what is too small, and for chests unlike those of the
// training. Errors: of the engine.
base::Result<std::string> seen_part(const model::Engine& gate, const image::Image& picture);

}  // namespace roentgen::reading
