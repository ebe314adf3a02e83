// A further label for a classifier that keeps its network: a linear function of the features it already
// gives.
#pragma once

#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"

namespace roentgen::model {

// logit = bias + sum of weight[i] * features[i].
struct LinearLabel {
  std::vector<double> weight;
  double bias = 0;
};

// The network of a classifier (see card.h) with one more value at the end of "logits" and, where the network
// gives maps and its features are the mean of a grid, one more map at the end of "maps", whose mean plus the
// bias is the new logit; all other outputs stay as they were, bit by bit. `usage` if the network gives no
// features, or not as many as there are weights; if it gives maps but not from the features' grid.
base::Result<base::Bytes> add_label(const base::Bytes& onnx, const LinearLabel& label);

}  // namespace roentgen::model
