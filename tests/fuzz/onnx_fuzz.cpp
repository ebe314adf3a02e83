// Any bytes as a network, only through the check that stands in front of the inference library.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "model/onnx_check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto checked = roentgen::model::check_onnx(std::as_bytes(std::span(data, size)));
  if (!checked && checked.error().message.empty()) std::abort();
  return 0;
}
