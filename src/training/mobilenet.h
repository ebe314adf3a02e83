// MobileNetV2's convolutions (Sandler et al. 2018, table 2) with torchvision's parameter names: features.0.0
// … features.18.1.
#pragma once

#include <torch/torch.h>

#include <vector>

namespace roentgen::training {

struct TrunkArguments {
  double width = 1;             // multiplier of the channels, rounded to multiples of 8 as torchvision does
  int channels = 1;             // of the input
  double bn_eps = 1e-5;         // as the backbone was trained
  bool tf_same_padding = true;  // stride-2 convolutions pad as TensorFlow's SAME; otherwise 1 on every side
};

// One convolution, its batch normalisation and (where the network has one) its ReLU6.
struct ConvNorm {
  torch::nn::Conv2d conv{nullptr};
  torch::nn::BatchNorm2d norm{nullptr};
  bool relu6 = true;
  bool tf_same = false;  // pad by hand before the convolution, see same_padding

  torch::Tensor operator()(const torch::Tensor& x) const;
};

// TensorFlow's SAME for a 3×3 convolution of stride 2: what goes before a side of this length; after it goes
// always 1.
inline int same_padding(int64_t length) {
  return static_cast<int>(length % 2);
}

// An inverted residual block (expand, depthwise, project), or a single convolution at either end of the
// trunk.
struct TrunkStage {
  std::vector<ConvNorm> convs;
  bool residual = false;

  torch::Tensor operator()(const torch::Tensor& x) const;
};

// The stages whose parameters hang in `owner` under "features.<number>.…".
struct Trunk {
  std::vector<TrunkStage> stages;
  std::vector<int> channels;  // out of each stage
};

// Builds features.0 … features.<last> and registers them in `owner`. Weights: He et al. (2015), fan out, from
// torch's generator.
Trunk make_trunk(torch::nn::Module& owner, const TrunkArguments& arguments, int last);

// Convolution without bias + batch normalisation, initialised, with symmetric padding; the caller registers
// both.
ConvNorm make_conv_norm(int in, int out, int kernel, int stride, int groups, double bn_eps);

// Registers `leaf` under `path` ("features.1.conv.0.0"), making the modules between.
void hang(torch::nn::Module& root, const std::string& path, const std::shared_ptr<torch::nn::Module>& leaf);

}  // namespace roentgen::training
