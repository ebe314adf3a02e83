// Class activation maps (Zhou et al., CVPR 2016) of a network that was not built for them. Inside the room
// only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/onnx_graph.h"

namespace roentgen::model {

// Scores that are a linear function of the spatial mean of a grid of features.
struct Pooled {
  std::string grid;  // [1, features, h, w]
  std::string mean;  // [1, features] or [1, features, 1, 1]
  std::int64_t features = 0;
  std::vector<float> weight;  // [outputs, features]
};

// Empty if the scores are made in another way.
std::optional<Pooled> find_pooled(const OnnxGraph& graph, const std::string& scores);

// The weights of a 1 x 1 convolution that gives one map per label, when labels are made of the scores by
// `mix` [outputs, labels]: [labels, features].
std::vector<float> class_weights(const Pooled& pooled, const std::vector<float>& mix, std::size_t labels);

}  // namespace roentgen::model
