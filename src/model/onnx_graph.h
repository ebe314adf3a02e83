// An ONNX model (https://onnx.ai, onnx.proto) as its parts, for programs that change a few of them and copy
// the others byte by byte. Knows nothing of networks.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"

namespace roentgen::model {

inline constexpr int kOnnxFloat = 1;  // TensorProto::DataType
inline constexpr int kOnnxInt8 = 3;
inline constexpr int kOnnxUint8 = 2;
inline constexpr int kOnnxInt64 = 7;

struct OnnxNode {
  std::string op;
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
  std::vector<base::Bytes> attributes;  // AttributeProto as it stands in the file
};

// An initializer.
struct OnnxTensor {
  std::string name;
  std::vector<std::int64_t> dims;
  int type = kOnnxFloat;
  base::Bytes proto;  // TensorProto as it stands in the file
};

struct OnnxPort {
  std::string name;
  int type = kOnnxFloat;
  std::vector<std::int64_t> dims;  // -1: named or left open
  bool has_shape = false;
};

struct OnnxGraph {
  std::uint64_t ir_version = 0;
  std::uint64_t opset = 0;
  std::string producer;  // "pytorch 1.13.0"; what the file says, anything
  std::vector<OnnxNode> nodes;
  std::vector<OnnxTensor> tensors;
  std::vector<OnnxPort> inputs;  // without those that are initializers
  std::vector<OnnxPort> outputs;
};

// Of bytes that check_onnx() let through: `refused_model` otherwise. Documentation, metadata and the shapes
// of what lies between are not kept.
base::Result<OnnxGraph> read_onnx(std::span<const std::byte> onnx);

// The file. The same graph gives the same bytes.
base::Bytes write_onnx(const OnnxGraph& graph);

// The values of a float32 (int64) tensor, row-major; empty if it is of another type.
std::vector<float> floats_of(const OnnxTensor& tensor);
std::vector<std::int64_t> integers_of(const OnnxTensor& tensor);

OnnxTensor float_tensor(const std::string& name, const std::vector<std::int64_t>& dims,
                        std::span<const float> values);
OnnxTensor integer_tensor(const std::string& name, std::span<const std::int64_t> values);
// Of type int8, uint8 or int32, from its bytes.
OnnxTensor raw_tensor(const std::string& name, int type, const std::vector<std::int64_t>& dims,
                      std::span<const std::byte> bytes);

OnnxTensor renamed_tensor(const OnnxTensor& tensor, const std::string& name);

base::Bytes attribute(const std::string& name, std::int64_t value);
base::Bytes attribute(const std::string& name, const std::vector<std::int64_t>& values);
// Of a node; empty if it has no such attribute (of this kind).
std::optional<std::int64_t> integer_attribute(const OnnxNode& node, const std::string& name);
std::optional<std::vector<std::int64_t>> integers_attribute(const OnnxNode& node, const std::string& name);
std::optional<float> real_attribute(const OnnxNode& node, const std::string& name);

const OnnxTensor* find_tensor(const OnnxGraph& graph, const std::string& name);
// The node that makes this value; nullptr for inputs and tensors.
const OnnxNode* maker_of(const OnnxGraph& graph, const std::string& value);
// Every name that stands for a value.
std::set<std::string> names_in(const OnnxGraph& graph);
// `wish`, or with a number behind it if that is taken.
std::string free_name(const std::set<std::string>& taken, const std::string& wish);

// Nodes and tensors that no output needs go.
void drop_unused(OnnxGraph& graph);

}  // namespace roentgen::model
