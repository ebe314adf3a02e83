// A network from elsewhere, given the inputs and outputs of a package (see card.h): what stands before and
// behind it is put into the graph, what lies between is copied as it is.
#pragma once

#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"
#include "model/card.h"

namespace roentgen::model {

// What the numbers at the end of a classifier are.
enum class Scores {
  logits,         // one a label, any number; labels do not shut each other out
  probabilities,  // one a label, 0…1
  softmax,        // one a class, any number; classes shut each other out, their softmax are probabilities
};

// What the author of the network fed it with.
struct InputRecipe {
  double low = 0, high = 1;        // what the darkest and the brightest grey became …
  std::vector<double> mean = {};   // … less this, per channel (one value: for all; none: 0) …
  std::vector<double> scale = {};  // … divided by this (none: 1)
};

struct AdaptSpec {
  std::string input = {}, output = {};  // names; empty: the network's only one
  int size = 0;                         // of the square input; 0: what the network says
  InputRecipe recipe = {};
  Scores scores = Scores::logits;
  // Classifier: for each of the network's outputs, in order, whether it becomes a label. As long as the
  // network has outputs.
  std::vector<bool> kept = {};
  std::size_t structures = 0;  // segmenter: how many, without the background
};

struct Adapted {
  base::Bytes onnx;
  int size = 0;
  int channels = 1;
  // Whether "maps" says where the evidence lies: where the scores are a linear function of averaged features
  // (Zhou et al., "Learning deep features for discriminative localization", CVPR 2016). Else "maps" is 1 x 1
  // and shows nothing.
  bool has_maps = false;
  std::string producer;  // the file's word for the program that wrote it
};

// A network of one image input [N, 1 or 3, H, W] and scores [N, L] or [N, C, H, W]; N and H, W may be open.
// `refused_model` with the reason otherwise; a segmenter's channels are structures + 1 (background first,
// before or after a softmax) or structures (each on its own, before a sigmoid).
base::Result<Adapted> adapt_classifier(const base::Bytes& onnx, const AdaptSpec& spec);
base::Result<Adapted> adapt_segmenter(const base::Bytes& onnx, const AdaptSpec& spec);

// What an ONNX file offers, for questions about it.
struct OnnxOffer {
  std::vector<std::string> inputs, outputs;
  int channels = 0, size = 0;  // of the first input; 0: open
  int output_rank = 0;         // of the first output; 0: not said
  int output_channels = 0;     // its second side; 0: open
  bool ends_in_sigmoid = false, ends_in_softmax = false;
  std::string producer;
};
base::Result<OnnxOffer> look_into(const base::Bytes& onnx);

}  // namespace roentgen::model
