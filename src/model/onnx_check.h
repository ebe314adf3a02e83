// A look at ONNX bytes before a library parses them: only the plain image networks that packages hold get
// through.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace roentgen::model {

// `refused_model` unless the bytes are one ONNX graph (https://onnx.ai, onnx.proto, IR 3…13) whose
// - operators stand in the table of onnx_check.cpp (no control flow, no functions, no file access; operator
// set 13
//   or later), have the inputs that they need and one output, and come after what they use,
// - windows, strides and groups are positive and of sane size,
// - tensors lie inside the file and are as long as their dimensions say.
// Time and memory are proportional to the bytes.
base::Result<void> check_onnx(std::span<const std::byte> onnx);

// A file's own name for something, for a message: at most 60 letters, digits, dots, slashes and underlines.
std::string plain_word(std::string_view name);

}  // namespace roentgen::model
