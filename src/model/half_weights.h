// Weights stored with 16 bits: half the file, the same computation.
#pragma once

#include <cstdint>
#include <span>

#include "base/file.h"
#include "base/result.h"
#include "model/onnx_graph.h"

namespace roentgen::model {

// The network with every large float32 weight rounded to binary16 (11 significant bits, to nearest, ties to
// even) behind a Cast that widens it again; all else stays, computing included. Weights beyond binary16's
// range stay as they are. Doing it twice changes nothing. Errors: of read_onnx().
base::Result<base::Bytes> store_in_half(const base::Bytes& onnx);

// read_onnx(), with weights stored in half as float32 tensors under the names that the network computes with:
// for programs that look at weights.
base::Result<OnnxGraph> read_wide(std::span<const std::byte> onnx);

// IEEE 754 binary32 -> binary16, to nearest, ties to even; beyond 65504 infinity.
std::uint16_t to_half(float value);
// Exact.
float from_half(std::uint16_t bits);

}  // namespace roentgen::model
