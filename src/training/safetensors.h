// The safetensors format: 8 bytes little-endian header length, a JSON header, raw little-endian tensors
// (https://github.com/huggingface/safetensors, "Format"). Untrusted bytes: everything is checked before it is
// used.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"

namespace roentgen::training {

struct StoredTensor {
  std::vector<std::int64_t> shape;  // row-major; empty for a single number
  std::vector<float> values;        // widened from F16 or BF16
};
using StoredTensors = std::map<std::string, StoredTensor>;

// F16, BF16 and F32 tensors that fill the data part without holes or overlaps, as the format demands.
// `unusable_input` with the reason for anything else.
base::Result<StoredTensors> parse_safetensors(std::span<const std::byte> bytes);

// The same tensors as a file: those of two and more dimensions as F16 (to nearest), the others as F32.
base::Bytes write_safetensors(const StoredTensors& tensors);

}  // namespace roentgen::training
