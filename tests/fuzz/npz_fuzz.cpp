// Any bytes as an .npz: arrays as long as their shapes say, or a refusal.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "dataset/npz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span bytes(reinterpret_cast<const std::byte*>(data), size);
  if (const auto arrays = roentgen::dataset::parse_npz(bytes)) {
    for (const auto& [name, array] : *arrays) {
      std::size_t count = 1;
      for (const std::size_t extent : array.shape) count *= extent;
      if (array.size() != count) std::abort();
      if (count > 0) (void)array.value(count - 1);
    }
  }
  (void)roentgen::dataset::parse_npy({bytes.begin(), bytes.end()});
  return 0;
}
