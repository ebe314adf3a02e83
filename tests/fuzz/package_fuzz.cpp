// Any bytes as the network of a package, through the check of ONNX and, where that lets them pass, the
// inference library.
#include <cstdint>
#include <cstring>
#include <string>

#include "model/engine.h"

namespace {

// Fits src/model/testdata/tiny_classifier.onnx, the natural seed.
roentgen::model::Card card() {
  roentgen::model::Card card;
  card.name = "fuzz";
  card.input.size = 32;
  card.labels.resize(2);
  card.canary = {{"logits", {0.198521f, 0.3456f}, 1e-3}};
  return card;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  roentgen::model::Package package{card(), roentgen::base::Bytes(size), "fuzz", "fuzz"};
  if (size > 0) std::memcpy(package.weights.data(), data, size);
  (void)roentgen::model::Engine::load(package, {.threads = 1, .cache_folder = {}});
  return 0;
}
