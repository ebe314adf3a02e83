// Starting weights: `<name>.json` (architecture, origin, licence, hash) beside `<name>.safetensors`.
#pragma once

#include <torch/torch.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "training/safetensors.h"

namespace roentgen::training {

struct Backbone {
  std::string name;
  std::string licence;
  std::string sha256;  // of the .safetensors file
  double width = 1;
  double bn_eps = 1e-5;
  bool tf_same_padding = false;
  bool grey_by_sum =
      false;  // trained on x = pixel / 127.5 - 1: the sum of the colour kernels reads a grey image exactly
  bool folded = false;  // of a package: without batch statistics, so every stage has to be frozen
  StoredTensors tensors;
};

// backbones/ in the folder of the packages (see model/package.h), then ../shared/backbones from the working
// directory.
std::vector<std::filesystem::path> backbone_folders();

// Of a package of this name in the models folder, if this program trained it: what its network has learned of
// radiographs, in the form of the backbone it began with. A package keeps each convolution with its batch
// normalisation folded in, so statistics say mean 0 and variance 1 and mean nothing for a batch: the stages
// have to be frozen (Recipe::frozen_stages). Whoever writes such a recipe sees to it that the package learned
// from no film of val and test. Else from the first folder that has `<name>.json`. `usage` if none has (the
// message names the folders); `unusable_input` if the description cannot be read, or the weights are damaged
// or do not have the hash it states.
base::Result<Backbone> read_backbone(const std::string& name,
                                     const std::vector<std::filesystem::path>& folders = backbone_folders());

enum class Head { leave, load };  // the file's "classifier.…"

// Copies the weights into the module's parameters and buffers of the same name. What the file knows nothing
// of (names whose first word is not in it: a decoder; the classifier's head unless asked for) keeps its
// values, and stages that the module does not have at all (features.18 of a segmenter) stay in the file.
// Anything else that does not match, by name or shape, is a `usage` error naming the first tensors, and
// nothing is copied. A grey first layer takes the sum of the colours. Returns the tensors copied.
base::Result<int> load_backbone(torch::nn::Module& module, const Backbone& backbone, Head head = Head::leave);

}  // namespace roentgen::training
