// A whole set of films, spoiled: a new set in the same layout, with the truth of what was done in its table.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/spoil.h"
#include "dataset/table.h"

namespace roentgen::dataset {

enum class SpoilMode {
  mixture,  // clean once, then random mixtures
  single,   // clean once, then upright films with one fault at most
  each      // one of each kind
};

struct SpoilOptions {
  SpoilMode mode = SpoilMode::mixture;
  int variants = 4;      // of each film, the clean one among them (mixture, single)
  bool upright = false;  // nothing is turned or mirrored, so that what is cut away is always known (mixture)
  std::uint64_t seed = 1;
  int threads = 0;
  std::function<void(std::size_t done, std::size_t all)> progress;  // may be empty
};

// What is done to the film at this place of the table, and the picture of one of its variants: what spoil_set
// writes, here with the film's corners.
std::vector<NamedSpoil> spoils_of(const SpoilOptions& options, std::size_t film);
SpoiledFilm spoiled_variant(const image::Image& picture, const NamedSpoil& spoil, const SpoilOptions& options,
                            std::size_t film, std::size_t variant);

// Writes OUT/images/*.jpg and OUT/metadata.csv: every column of the table (but any of the names below) and
//   original    the film it was made from
//   spoil       what was done, in words: "clean", "turned_90", …, "mixture", "single"
//   turned      0, 90, 180, 270: degrees clockwise
//   mirrored, inverted, photo, overlay, dark, pale, blurred    0 or 1
//   cut_apex, cut_left_base, cut_right_base, cut_side          0, 1 or empty: unknown. Known where the
//               set has masks of right_lung and left_lung, and the film is upright and not mirrored
// The same table, options and films: the same bytes. `unusable_input` if a film cannot be read or OUT not
// written.
base::Result<std::size_t> spoil_set(const Table& table, const std::filesystem::path& out,
                                    const SpoilOptions& options);

}  // namespace roentgen::dataset
