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

// Of the training films whose column has this value so many stay, and the same ones for every recipe that
// says so: a class made rare on purpose, for an experiment. Other splits keep all theirs.
struct Thinning {
  std::string column, value;
  int films = 1;
};

// One set of films. Rows whose column `where` has none of the named values are left out.
struct SetSpec {
  std::string set;    // folder name
  std::string terms;  // licence of the pictures, for the card
  std::map<std::string, std::vector<std::string>> where;
  std::map<std::string, std::string> constants;  // columns that the set lacks
  int per_epoch = 0;                             // films drawn for an epoch; 0 = all of them
  std::vector<Thinning> thin;
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
  double marks = 0;   // probability of one to three letters or stamps, as they stand on films beside the body
  double mirror = 0;  // probability of left and right exchanged (never where the label knows sides)
};

// How a label's threshold is chosen on validation films: the highest with at least this sensitivity, the
// lowest with at least this specificity; of both, halfway between (in logits); of neither, the one with the
// largest sensitivity + specificity.
struct ThresholdRule {
  double least_sensitivity = 0;
  double least_specificity = 0;
};

// How wrong an answer is. Binary cross-entropy of each label, changed by what is not 0.
struct LossSpec {
  double focal_gamma = 0;  // easy answers weigh (1 - p)^gamma (Lin et al., ICCV 2017)
  double smoothing = 0;    // targets 0 and 1 become s / 2 and 1 - s / 2 (Szegedy et al., CVPR 2016)
  // Classes weigh (1 - b) / (1 - b^n) for n films (Cui et al., CVPR 2019) instead of by the square root of
  // the imbalance; 0: the square root.
  double balance_beta = 0;
};

// Two training films made one: the share of the first is drawn from Beta(a, a); 0: never.
struct MixSpec {
  double mixup = 0;   // grey values added (Zhang et al., ICLR 2018)
  double cutmix = 0;  // a rectangle of one in the other (Yun et al., ICCV 2019)
};

enum class Schedule { cosine, one_cycle };  // one_cycle: Smith and Topin 2017, rising for 30 % of the steps

// What a recipe says of a label beside what its card keeps.
struct LabelSpec {
  // A film whose column has none of the named values teaches, decides and measures nothing about this label.
  std::map<std::string, std::vector<std::string>> where;
  std::optional<ThresholdRule> threshold;  // nothing: the recipe's
};

struct Recipe {
  std::string sha256;  // of everything the recipe file says, whatever its layout
  model::Card card;    // everything the author states: name, use, limits, input, labels or structures
  std::vector<LabelSpec> labels;  // one for each label of the card
  std::string backbone;
  double width = 1.0;
  double dropout = 0.2;
  int frozen_stages = 0;     // features.0 … of a classifier or detector that keep the backbone's weights
  bool shared_head = false;  // one weight vector for all labels, a bias each (CORAL); for a grading
  std::vector<SetSpec> data;
  bool drop_copies = false;  // leave out films whose picture stands in another split, instead of refusing
  AugmentSpec augment;
  LossSpec loss;
  MixSpec mix;
  // Values of a label's column that a reader was not sure of, by label; their target is `uncertain_target`.
  // With present, absent and not mentioned (any other value: left out) these are the four states of report
  // labels.
  std::map<std::string, std::vector<std::string>> uncertain;
  double uncertain_target = 0.5;
  std::string balance_label;  // films are drawn so that each source × value of this label comes as often
  std::vector<std::uint64_t> seeds{1};  // a training each; their weights are averaged, see soup.h
  // Instead of averaging them, one more network learns from their mean answer, which has this share in its
  // targets; see distil.h. 0: average.
  double distil = 0;
  std::uint64_t seed = 1;  // of the training under way
  int epochs = 10;
  int batch = 16;
  int patience = 5;             // epochs without a better validation figure before it stops
  double learning_rate = 5e-4;  // of the head; the backbone's is multiplied by backbone_rate
  double backbone_rate = 1.0;
  double layer_decay = 1.0;        // each stage of the backbone learns this much slower than the one after it
  int frozen_epochs = 0;           // at first the head alone learns
  bool frozen_batch_norm = false;  // statistics of the backbone stay as they came
  Schedule schedule = Schedule::cosine;
  double weight_decay = 1e-2;
  double warmup_epochs = 1;
  double average = 0.99;  // decay of the moving average of weights that is validated and exported
  ThresholdRule threshold;
  // Sources, or whole sets, of which nothing is learned: the trained network is measured on them. Not from
  // the file.
  std::vector<std::string> left_out;
  // The labels that must be positive for a film to define "like the training data" (none: every film does);
  // nothing: the card says no distance.
  std::optional<std::vector<std::string>> reference_labels;
};

base::Result<Recipe> read_recipe(const std::filesystem::path& path);

// The rule by which this label's threshold is chosen.
const ThresholdRule& threshold_rule(const Recipe& recipe, std::size_t label);

}  // namespace roentgen::training
