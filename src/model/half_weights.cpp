#include "model/half_weights.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "model/protobuf_reader.h"

namespace roentgen::model {
namespace {

constexpr int kOnnxHalf = 10;               // TensorProto::DataType
constexpr std::size_t kLeastValues = 1024;  // smaller tensors (biases, constants) are not worth a node
constexpr const char* kSuffix = ".half";

bool is_finite(std::uint16_t bits) {
  return (bits & 0x7C00) != 0x7C00;
}

// TensorProto: 9 raw_data. Halves that stand in int32_data instead are left alone.
std::vector<std::uint16_t> halves_of(const OnnxTensor& tensor) {
  std::vector<std::uint16_t> values;
  if (tensor.type != kOnnxHalf) return values;
  for (ProtobufReader in(tensor.proto); in.next();)
    if (in.field() == 9) {
      values.resize(in.bytes().size() / 2);
      std::memcpy(values.data(), in.bytes().data(), values.size() * 2);
    }
  return values;
}

}  // namespace

std::uint16_t to_half(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const auto sign = static_cast<std::uint16_t>(bits >> 16 & 0x8000);
  const float size = std::fabs(value);
  if (std::isnan(value)) return static_cast<std::uint16_t>(sign | 0x7E00);
  if (size >= 65520.0F) return static_cast<std::uint16_t>(sign | 0x7C00);
  if (size == 0) return sign;
  int exponent = 0;
  std::frexp(size, &exponent);  // size = f * 2^exponent, f in [0.5, 1)
  // A unit of the last place; below 2^-14 they are all of one size.
  const int unit = std::max(exponent, -13) - 11;
  // Rounds to even, as the default rounding mode does, and exactly: at most eleven bits are left.
  const auto whole = static_cast<std::uint32_t>(std::nearbyint(std::ldexp(size, -unit)));
  const auto stage = static_cast<std::uint32_t>(unit + 24);
  // The leading one of a normal number carries into the exponent.
  return static_cast<std::uint16_t>(sign | ((stage << 10) + whole));
}

float from_half(std::uint16_t bits) {
  const int exponent = bits >> 10 & 31;
  const int fraction = bits & 1023;
  float value =
      fraction != 0 ? std::numeric_limits<float>::quiet_NaN() : std::numeric_limits<float>::infinity();
  if (exponent == 0) value = std::ldexp(static_cast<float>(fraction), -24);
  if (exponent > 0 && exponent < 31) value = std::ldexp(static_cast<float>(1024 + fraction), exponent - 25);
  return (bits & 0x8000) != 0 ? -value : value;
}

base::Result<OnnxGraph> read_wide(std::span<const std::byte> onnx) {
  auto graph = read_onnx(onnx);
  if (!graph) return graph;
  std::vector<OnnxNode> kept;
  for (OnnxNode& node : graph->nodes) {
    const bool widens = node.op == "Cast" && node.inputs.size() == 1 && node.outputs.size() == 1 &&
                        integer_attribute(node, "to") == kOnnxFloat;
    const OnnxTensor* half = widens ? find_tensor(*graph, node.inputs[0]) : nullptr;
    const auto stored = half != nullptr ? halves_of(*half) : std::vector<std::uint16_t>{};
    if (half == nullptr || stored.empty()) {
      kept.push_back(std::move(node));
      continue;
    }
    std::vector<float> values(stored.size());
    std::ranges::transform(stored, values.begin(), from_half);
    const auto dims = half->dims;
    graph->tensors.push_back(float_tensor(node.outputs[0], dims, values));
  }
  graph->nodes = std::move(kept);
  std::erase_if(graph->tensors, [&](const OnnxTensor& tensor) {
    return tensor.type == kOnnxHalf && std::ranges::none_of(graph->nodes, [&](const OnnxNode& node) {
             return std::ranges::find(node.inputs, tensor.name) != node.inputs.end();
           });
  });
  return graph;
}

base::Result<base::Bytes> store_in_half(const base::Bytes& onnx) {
  auto graph = read_onnx(onnx);
  if (!graph) return std::unexpected(graph.error());
  std::vector<OnnxNode> widen;
  auto taken = names_in(*graph);
  for (OnnxTensor& tensor : graph->tensors) {
    const std::vector<float> values = floats_of(tensor);
    if (values.size() < kLeastValues) continue;
    std::vector<std::uint16_t> halves(values.size());
    std::ranges::transform(values, halves.begin(), to_half);
    if (!std::ranges::all_of(halves, is_finite)) continue;
    const std::string name = free_name(taken, tensor.name + kSuffix);
    taken.insert(name);
    widen.push_back({"Cast", {name}, {tensor.name}, {attribute("to", std::int64_t{kOnnxFloat})}});
    tensor = raw_tensor(name, kOnnxHalf, tensor.dims, std::as_bytes(std::span(halves)));
  }
  graph->nodes.insert(graph->nodes.begin(), widen.begin(), widen.end());
  return write_onnx(*graph);
}

}  // namespace roentgen::model
