// The network that finds places: MobileNetV2, its features brought together at a quarter of the input's size
// (as in a feature pyramid), and two small heads on them: is there the middle of something, and what shape
// has it.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "training/detector_stride.h"
#include "training/networks.h"

namespace roentgen::training {

struct DetectorArguments {
  NetworkArguments base;    // outputs: labels
  int numbers = 4;          // of a shape: 4 for the edges of a box, 8 for four corners
  bool whole_image = true;  // also judges the image as a whole, for each label
};

struct DetectorOutput {
  torch::Tensor logits;    // [N, L] float32, of the whole image; undefined without whole_image
  torch::Tensor features;  // [N, 1280] float32: spatial mean of features.18; likewise
  torch::Tensor scores;    // [N, L, size / 4, size / 4] float32
  torch::Tensor shapes;    // [N, numbers, size / 4, size / 4] float32
};

// Input [N, channels, size, size] in -1…1, size a multiple of 32. The logit of the whole image is a linear
// layer on the mean features plus a learned share of the largest score: what is seen in one place counts for
// the whole.
class DetectorImpl : public torch::nn::Module {
 public:
  explicit DetectorImpl(const DetectorArguments& arguments);
  DetectorOutput forward(const torch::Tensor& x);

  const DetectorArguments arguments;
  Trunk trunk;                        // features.0 … features.18, without whole_image … features.17
  std::vector<DecoderStep> decoder;   // from stride 32 to stride 4
  ConvNorm score_tower, shape_tower;  // "score.0", "shape.0"
  torch::nn::Conv2d score_head{nullptr}, shape_head{nullptr};  // "score.1", "shape.1"
  torch::nn::Conv2d image_head{nullptr};                       // "classifier.1"
  torch::Tensor gain;                                          // "gain" [L]
};
TORCH_MODULE(Detector);

}  // namespace roentgen::training
