// The check for copied patients as files: numbers for programs, a page for people.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "training/nearest.h"

namespace roentgen::training {

struct NearestReport {
  const NearestCheck& check;
  std::span<const image::Mask> made;     // the pictures of check.made
  std::span<const KnownFilm> known;      // what Neighbour::film counts in
  std::vector<std::string> made_names;   // file names; empty: left out
  std::vector<std::string> known_names;  // "set/file"
  std::vector<std::string> real_names;   // of check.real
  std::string title;                     // what was made, and of what
};

// {"words", "median_made", …, "made": [{"image", "nearest", "distance", "ratio"}], "real": […]}
std::string nearest_json(const NearestReport& report);

// One page that fetches nothing: the words, both distributions, the nearest pairs side by side. Films of
// patients stand in it: it is for the one who trains.
std::string nearest_html(const NearestReport& report);

}  // namespace roentgen::training
