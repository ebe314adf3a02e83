// What flows inside a network: the values between its operators, for choosing how to round them. Inside the
// room only.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"
#include "image/image.h"

namespace roentgen::model {

// Over the images that were shown so far.
struct Flow {
  float least = 0, most = 0;  // of the values: between them lies all but one in ten thousand of each image
  std::vector<double> channel_mean;  // per channel (the second side)
  double mean_square = 0;
};

class Probe {
 public:
  // `names` of values in the graph. `refused_model` if the library cannot run it.
  static base::Result<Probe> open(const base::Bytes& onnx, const std::vector<std::string>& names);
  Probe(Probe&&) noexcept;
  ~Probe();

  base::Result<void> show(const image::Plane& input);
  const std::vector<Flow>& flows() const;  // as many as names

 private:
  struct Impl;
  explicit Probe(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace roentgen::model
