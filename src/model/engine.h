// Runs a package's network (OpenVINO). Loaded once, used from any number of threads.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "image/image.h"
#include "model/package.h"

namespace roentgen::model {

// float32 gives the same bytes on every run and is the default. bfloat16 is faster where the processor has
// it, and differs in the third digit, not equally on all processors: model/precision_proof.h says when it may
// be used.
enum class Precision { float32, bfloat16 };

struct EngineOptions {
  int threads = 0;                     // 0: the number of physical cores
  std::filesystem::path cache_folder;  // compiled networks; empty: no cache
  Precision precision = Precision::float32;
};

struct Output {
  std::vector<int> shape;
  std::vector<float> values;
};

// One network. Every image is inferred alone, on one core and (unless asked otherwise) in float32, so that a
// result never depends on the batch it came in or on the number of threads; a batch is spread over the cores.
class Engine {
 public:
  // Compiles the network and runs its canary. `refused_model` if either fails.
  static base::Result<Engine> load(const Package& package, const EngineOptions& options);

  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;
  ~Engine();

  const Card& card() const;
  const std::string& package_sha256() const;

  // outputs[i][k]: image i, k-th of `names` ("logits", "maps", "features", "probabilities").
  base::Result<std::vector<std::vector<Output>>> run(std::span<const image::Plane> inputs,
                                                     std::span<const std::string> names) const;

 private:
  struct Impl;
  explicit Engine(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// The built-in image of Canary, x[i, j] = sin(0.05 i + 0.07 j).
image::Plane canary_image(int size);

}  // namespace roentgen::model
