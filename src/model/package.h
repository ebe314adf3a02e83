// A model package on disk: a folder with card.json, CARD.md, the weights and SHA256SUMS over them all
// (`sha256sum -c SHA256SUMS` checks it without our program).
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"
#include "model/card.h"

namespace roentgen::model {

struct Package {
  Card card;
  base::Bytes weights;  // ONNX; empty if left on disk
  std::string sha256;   // of SHA256SUMS: names this very package in results
  std::filesystem::path folder;
  bool weights_on_disk = false;  // checked, but not kept: read_weights() fetches them
};

enum class Weights { keep, leave_on_disk };

// `refused_model` with the reason: a file missing, a sum that differs, a card that does not parse.
base::Result<Package> load_package(const std::filesystem::path& folder, Weights weights = Weights::keep);

// The ONNX bytes of a package whose weights were left on disk, checked again. Errors as load_package().
base::Result<base::Bytes> read_weights(const Package& package);

inline constexpr std::size_t kMostPictureBytes = 1 << 20;

struct Picture {
  std::string name;  // of its file
  base::Bytes jpeg;
};

// The pictures that the card's failure sheets name. Errors as load_package().
base::Result<std::vector<Picture>> read_pictures(const Package& package);

// Writes card.json, CARD.md, model.onnx, the pictures and SHA256SUMS. Fills card.weights_sha256. `usage` if
// the pictures are not those that the card names, or one is larger than kMostPictureBytes.
base::Result<void> write_package(const std::filesystem::path& folder, Card card, const base::Bytes& onnx,
                                 std::span<const Picture> pictures = {});

// Where the trained packages lie: $ROENTGEN_MODELS, else models/ beside the program's build tree, else beside
// the program.
std::filesystem::path default_models_folder();

// Where a user's compiled networks are kept: $XDG_CACHE_HOME/roentgen, else ~/.cache/roentgen, else nowhere
// (empty).
std::filesystem::path default_cache_folder();

// The packages found there, by name.
std::vector<std::filesystem::path> list_packages(const std::filesystem::path& models_folder);

}  // namespace roentgen::model
