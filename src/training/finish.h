// From a trained network to a package: export, calibrate and choose thresholds on validation films, measure,
// write.
#pragma once

#include <filesystem>

#include "base/result.h"
#include "training/detector.h"
#include "training/networks.h"
#include "training/recipe.h"
#include "training/run.h"

namespace roentgen::training {

// OUT/<name>. Everything after the export runs on the exported ONNX file, as it will in the reader.
base::Result<std::filesystem::path> finish(const Recipe& recipe, Classifier& classifier,
                                           const RunOptions& options);
base::Result<std::filesystem::path> finish(const Recipe& recipe, Detector& detector,
                                           const RunOptions& options);
base::Result<std::filesystem::path> finish(const Recipe& recipe, Segmenter& segmenter,
                                           const RunOptions& options);

// The same with the network of a package (options.network) that was trained before: its outputs must be the
// recipe's. The record of its training goes into the new card.
base::Result<std::filesystem::path> finish_again(const Recipe& recipe, const RunOptions& options);

}  // namespace roentgen::training
