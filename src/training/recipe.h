// How a package is trained: recipes/*.json, read strictly (an unknown or missing field is an error).
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/card.h"

namespace roentgen::training {

// One set of films. Rows whose column `where` has none of the named values are left out.
struct SetSpec {
  std::string set;    // folder name
  std::string terms;  // licence of the pictures, for the card
  std::map<std::string, std::vector<std::string>> where;
  std::map<std::string, std::string> constants;  // columns that the set lacks
  int per_epoch = 0;                             // films drawn for an epoch; 0 = all of them
};

// Random changes of a training film. Each amount is the largest; the draw is uniform unless said otherwise.
struct AugmentSpec {
  double rotate_degrees = 0;
  double scale = 0;     // 0.1: 0.9 … 1.1
  double aspect = 0;    // width against height, likewise
  double shift = 0;     // part of the side
  double gamma = 0;     // 0.3: exponent between 1/1.3 and 1.3
  double contrast = 0;  // 0.2: factor 0.8 … 1.2 about the middle grey
  double brightness = 0;
  double noise = 0;   // standard deviation of added normal noise, of the range -1…1
  double blur = 0;    // probability of a 3x3 box blur
  double erase = 0;   // probability of one grey rectangle of 2–12 % of the area
  double border = 0;  // probability of a dark border on one to four sides
  double invert = 0;  // probability of black and white exchanged: some archives hold such films
  double mirror = 0;  // probability of left and right exchanged (never where the label knows sides)
};

// How a label's threshold is chosen on validation films: the highest one with at least this sensitivity, else
// the lowest one with at least this specificity, else (both 0) the one with the largest sensitivity +
// specificity.
struct ThresholdRule {
  double least_sensitivity = 0;
  double least_specificity = 0;
};

struct Recipe {
  model::Card card;  // everything the author states: name, use, limits, input, labels or structures
  std::string backbone;
  double width = 1.0;
  double dropout = 0.2;
  std::vector<SetSpec> data;
  AugmentSpec augment;
  std::vector<std::uint64_t> seeds{1};  // a training each; their weights are averaged, see soup.h
  std::uint64_t seed = 1;               // of the training under way
  int epochs = 10;
  int batch = 16;
  int patience = 5;             // epochs without a better validation figure before it stops
  double learning_rate = 5e-4;  // of the head; the backbone's is multiplied by backbone_rate
  double backbone_rate = 1.0;
  double weight_decay = 1e-2;
  double warmup_epochs = 1;
  double average = 0.99;  // decay of the moving average of weights that is validated and exported
  ThresholdRule threshold;
  // The labels that must be positive for a film to define "like the training data" (none: every film does);
  // nothing: the card says no distance.
  std::optional<std::vector<std::string>> reference_labels;
};

base::Result<Recipe> read_recipe(const std::filesystem::path& path);

}  // namespace roentgen::training
