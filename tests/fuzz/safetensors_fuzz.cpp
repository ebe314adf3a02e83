// Any bytes as a safetensors file: tensors as long as their shapes say, or a refusal.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "base/file.h"
#include "model/half_weights.h"
// The room needs LibTorch, which has no sanitizer build; this source of it stands alone.
#include "../../src/training/safetensors.cpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span bytes(reinterpret_cast<const std::byte*>(data), size);
  if (const auto tensors = roentgen::training::parse_safetensors(bytes)) {
    std::size_t held = 0;
    for (const auto& [name, tensor] : *tensors) {
      std::size_t count = 1;
      for (const std::int64_t side : tensor.shape) count *= static_cast<std::size_t>(side);
      if (tensor.values.size() != count) std::abort();
      held += count;
    }
    if (held * 2 > size) std::abort();  // every number has at least two bytes of its own
  }
  return 0;
}
