// The two networks of the house: a classifier whose activation maps are exact, and a U-Net-style segmenter.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "training/mobilenet.h"

namespace roentgen::training {

struct NetworkArguments {
  double width = 1;  // of MobileNetV2
  int outputs = 1;   // classifier: labels; segmenter: 1 + structures
  double bn_eps = 1e-5;
  bool tf_same_padding = true;
  double dropout = 0.2;      // classifier only, on the pooled features, while training
  int channels = 1;          // of the input
  int frozen_stages = 0;     // classifier only: features.0 … that never learn and keep their statistics
  bool shared_head = false;  // classifier only: every label has the same weights and a bias of its own
};

struct ClassifierOutput {
  torch::Tensor logits;    // [N, L] float32
  torch::Tensor maps;      // [N, L, h, w], h = w = size / 32; float32: logits = spatial mean of maps + bias
  torch::Tensor features;  // [N, 1280] float32: spatial mean of features.18
};

// Input [N, channels, size, size] in -1…1.
class ClassifierImpl : public torch::nn::Module {
 public:
  explicit ClassifierImpl(const NetworkArguments& arguments);
  ClassifierOutput forward(const torch::Tensor& x);
  void train(bool on = true) override;
  // [L, C, 1, 1]. Shared: the mean of the rows, for each label; so ranks of the labels cannot cross (Cao,
  // Mirjalili, Raschka, "Rank consistent ordinal regression", 2020), and the file looks like any other.
  torch::Tensor head_weight() const;

  const NetworkArguments arguments;
  Trunk trunk;                      // features.0 … features.18
  torch::nn::Conv2d head{nullptr};  // "classifier.1": the linear layer as a 1×1 convolution
};
TORCH_MODULE(Classifier);

// One step of the decoder: twice the size (bilinear), the skip beside it, a separable and a full 3×3
// convolution.
struct DecoderStep {
  int skip_stage = 0;  // the trunk's stage whose output comes in
  ConvNorm depthwise, pointwise, full;
};

// Input [N, channels, size, size] in -1…1, size a multiple of 32; output logits [N, outputs, size, size]
// float32.
class SegmenterImpl : public torch::nn::Module {
 public:
  explicit SegmenterImpl(const NetworkArguments& arguments);
  torch::Tensor forward(const torch::Tensor& x);

  const NetworkArguments arguments;
  Trunk trunk;                       // features.0 … features.17
  std::vector<DecoderStep> decoder;  // from stride 32 to stride 2
  torch::nn::Conv2d head{nullptr};   // "head": 1×1 at stride 2; its output is enlarged to the input's size
};
TORCH_MODULE(Segmenter);

// Batch statistics (true) or the stored ones (false) in every batch normalisation; call after module.train().
void set_batch_norm_training(torch::nn::Module& module, bool training);

// Numbers that are trained.
int64_t count_parameters(const torch::nn::Module& module);

}  // namespace roentgen::training
