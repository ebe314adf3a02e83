// From bytes to a network that OpenVINO can run. Inside the room only: OpenVINO's types do not leave it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <openvino/openvino.hpp>
#include <string>

#include "base/file.h"
#include "base/result.h"
#include "model/card.h"
#include "model/engine.h"
#include "model/network_cache.h"

namespace roentgen::model {

struct CompiledNetwork {
  std::shared_ptr<const CachedNetwork> bytes;  // an imported network may point into them
  ov::CompiledModel model;
  std::uint32_t requests = 1;  // how many run at once, each on a thread of its own
};

// Both refuse a network whose inputs and outputs are not those that card.h and the card promise.
base::Result<CompiledNetwork> compile_network(ov::Core& core, const base::Bytes& onnx, const Card& card,
                                              int threads, Precision precision);
base::Result<CompiledNetwork> import_network(ov::Core& core, CachedNetwork cached, const Card& card,
                                             int threads, Precision precision);

// Of an ONNX file whose operators were checked (check_onnx()).
std::shared_ptr<ov::Model> read_network(const base::Bytes& onnx);

// Puts a compiled network where the next load finds it; does nothing if that fails.
void keep_network(CompiledNetwork& network, const std::filesystem::path& file);

std::string library_version();

// Of a library's message: one line without control characters, at most 200 bytes.
std::string first_line(const std::string& message);

}  // namespace roentgen::model
