// Post-training quantisation: convolutions that compute with 8-bit whole numbers (QuantizeLinear and
// DequantizeLinear around them, as ONNX has it), from images that show how large the values get.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"
#include "image/image.h"

namespace roentgen::model {

struct Convolution {
  std::string output;  // its name in the graph
  double noise =
      0;  // mean square of what rounding changes at its input and in its weights, as a part of them
  bool in_int8 = true;
};

// One network on the way to 8 bits.
class Quantiser {
 public:
  // Runs the images (network inputs) through the network and notes what flows. `progress` may be empty.
  static base::Result<Quantiser> learn(const base::Bytes& onnx, std::span<const image::Plane> images,
                                       const std::function<void(std::size_t done)>& progress);

  // In the order of the graph.
  const std::vector<Convolution>& convolutions() const { return convolutions_; }

  // The network with all but the `kept` noisiest convolutions in 8 bits: activations with one scale and zero
  // point (uint8), weights with a scale per output channel (int8, symmetric), biases corrected for what
  // rounding the weights adds on average (Nagel et al., ICCV 2019). The first convolution and those that give
  // an output of the network are always kept in float32.
  base::Bytes network(std::size_t kept) const;
  std::size_t candidates() const;  // how many can be in 8 bits

 private:
  base::Bytes onnx_;
  std::vector<Convolution> convolutions_;
  struct Seen {
    float least = 0, most = 0;
    std::vector<double> channel_mean;
  };
  std::vector<Seen> inputs_;  // of convolutions_
};

}  // namespace roentgen::model
