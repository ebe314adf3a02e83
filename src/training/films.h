// The films of a recipe in memory, prepared once: small 8-bit planes, their truth and where they come from.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/npz.h"
#include "dataset/table.h"
#include "image/image.h"
#include "training/recipe.h"
#include "training/targets.h"

namespace roentgen::training {

struct TrainingFilm {
  image::Mask grey;             // size x size: the prepared input, -1…1 mapped to 0…255
  std::vector<float> truth;     // per label: 1, 0, or -1 for unknown (classification)
  image::Mask mask;             // size x size: structure numbers, 0 background (segmentation)
  std::vector<Target> targets;  // in pixels of `grey` (detection, landmarks)
  model::Placement placement;   // of `grey` on the picture
  int picture_rows = 0;
  std::string patient, source;
  std::size_t set = 0;  // index into Recipe::data
};

struct TrainingFilms {
  std::vector<TrainingFilm> train;
  std::vector<TrainingFilm> val;
  std::vector<model::TrainingData> record;  // for the card
  std::size_t dropped_copies = 0;           // films left out because another split shows the same picture
};

// A prepared input as it is kept: -1…1 to 0…255.
image::Mask to_bytes(const image::Plane& plane);

// DIR is the set itself if the recipe names one set and DIR is a file or holds a metadata.csv, else the
// folder of all sets.
std::filesystem::path set_folder(const std::filesystem::path& data, const Recipe& recipe, const SetSpec& set);

// The rows of a set that the recipe wants, constants filled in, and without the truth of labels whose `where`
// they do not fulfil. `usage` if a synthetic film stands in another split than train or is to be left out and
// measured. A set whose name ends in .npz is a MedMNIST
// file, its pictures come with the rows; otherwise `images` is empty.
// `left_out`: only the rows of the recipe's left_out, which are not among the others.
base::Result<dataset::PictureTable> recipe_table(const std::filesystem::path& data, const Recipe& recipe,
                                                 const SetSpec& set, bool left_out = false);

// `usage` if the recipe's left_out names a source or set that it does not use: a slip of the pen must not
// pass for a measurement.
base::Result<void> check_left_out(const Recipe& recipe, const std::filesystem::path& data);

// Truth of each label for one row: 1, 0 or -1 (unknown).
std::vector<float> truth_of(const model::Card& card, const dataset::Film& film);
// What a training film teaches: the same, and the recipe's target where its table says that a reader was not
// sure.
std::vector<float> target_of(const Recipe& recipe, const dataset::Film& film);

// `usage` if a patient stands in two splits, within a set or across the sets of the recipe, or if one picture
// does (leaks.h) and the recipe does not say that such films are dropped.
// `progress(done, all)` is called after each film.
base::Result<TrainingFilms> load_films(const Recipe& recipe, const std::filesystem::path& data,
                                       const std::function<void(std::size_t, std::size_t)>& progress);

}  // namespace roentgen::training
