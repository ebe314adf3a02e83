// Which pictures are the same film.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "hygiene/fingerprint.h"

namespace roentgen::hygiene {

// What the search needs of one picture; 5 KB.
struct Print {
  std::string pixels_sha256;  // of its shape and display values; empty: the picture could not be read
  Thumb thumb;
  int rows = 0, columns = 0;
  std::size_t set = 0;  // where it is from
};

// Chosen on known copies and known strangers of training and validation films; see docs/DATASET_CHECK.md.
struct CopyRules {
  int most_bits = 40;  // of 256 that the difference hashes may differ in, to be looked at more closely
  double least_likeness =
      0.96;  // correlation of the details at 32 x 32, and at 64 x 64 where both are that large
  // Where one is smaller than 64 pixels, between two sets, and each is the other's best: little detail is
  // left.
  double least_likeness_small = 0.9;
  int most_per_film = 64;  // pairs told for one film; groups are complete long before
};

struct Copy {
  std::size_t a = 0, b = 0;  // indices into the prints, a < b
  bool same_pixels = false;  // bit for bit
  bool of_a = true;          // whether b is `change` of a, or a of b
  Change change;
  int bits = 0;         // by which the hashes differ
  double likeness = 1;  // the smaller of the two correlations
};

struct CopyOptions {
  CopyRules rules;
  int threads = 0;
  std::function<void(std::size_t done)> progress;  // may be empty; called from several threads
};

// All pairs, in order of a, then b. Each pair is told once, with the change that fits best. Cropped copies
// are looked for between sets, where the copy is square (the "centre crop to a square" of common pipelines):
// one set was cropped in one way. `cancelled` if interrupted.
base::Result<std::vector<Copy>> find_copies(std::span<const Print> prints, const CopyOptions& options);

// Films that copies join, directly or through others: each group ascending, the groups by their first film.
std::vector<std::vector<std::size_t>> groups_of_copies(std::span<const Copy> copies);

}  // namespace roentgen::hygiene
