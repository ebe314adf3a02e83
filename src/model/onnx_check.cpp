#include "model/onnx_check.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string>
#include <string_view>

#include "model/protobuf_reader.h"

namespace roentgen::model {
namespace {

using Bytes = std::span<const std::byte>;
using Problem = std::string;  // empty: none

constexpr int kMostNodes = 4096;
constexpr int kMostTensors = 16384;
constexpr std::uint64_t kMostWindow = 1024;  // pixels of a kernel, stride, dilation or border
constexpr std::uint64_t kMostGroups = 65536;
constexpr std::uint64_t kLeastOpset = 13;
constexpr std::uint64_t kMostOpset = 25;

// The operators of feed-forward image networks (operator set 13 and later); sorted by name. The library
// trusts that inputs which an operator cannot do without are there.
struct Operator {
  std::string_view name;
  int least_inputs;  // the first ones; those after them may be left out by an empty name
  int most_inputs;
};
constexpr std::array<Operator, 40> kOperators = {{{"Add", 2, 2},
                                                  {"AveragePool", 1, 1},
                                                  {"BatchNormalization", 5, 5},
                                                  {"Cast", 1, 1},
                                                  {"Clip", 1, 3},
                                                  {"Concat", 1, 256},
                                                  {"Constant", 0, 0},
                                                  {"Conv", 2, 3},
                                                  {"ConvTranspose", 2, 3},
                                                  {"DequantizeLinear", 2, 3},
                                                  {"Div", 2, 2},
                                                  {"Dropout", 1, 3},
                                                  {"Elu", 1, 1},
                                                  {"Flatten", 1, 1},
                                                  {"Gemm", 2, 3},
                                                  {"GlobalAveragePool", 1, 1},
                                                  {"GlobalMaxPool", 1, 1},
                                                  {"HardSigmoid", 1, 1},
                                                  {"HardSwish", 1, 1},
                                                  {"Identity", 1, 1},
                                                  {"LeakyRelu", 1, 1},
                                                  {"Log", 1, 1},
                                                  {"MatMul", 2, 2},
                                                  {"MaxPool", 1, 1},
                                                  {"Mul", 2, 2},
                                                  {"PRelu", 2, 2},
                                                  {"Pad", 2, 4},
                                                  {"QuantizeLinear", 2, 3},
                                                  {"ReduceMean", 1, 2},
                                                  {"Relu", 1, 1},
                                                  {"Reshape", 2, 2},
                                                  {"Resize", 1, 4},
                                                  {"Sigmoid", 1, 1},
                                                  {"Slice", 3, 5},
                                                  {"Softmax", 1, 1},
                                                  {"Squeeze", 1, 2},
                                                  {"Sub", 2, 2},
                                                  {"Tanh", 1, 1},
                                                  {"Transpose", 1, 1},
                                                  {"Unsqueeze", 2, 2}}};
static_assert(std::is_sorted(kOperators.begin(), kOperators.end(),
                             [](auto& a, auto& b) { return a.name < b.name; }));

const Operator* find_operator(std::string_view name) {
  const auto found =
      std::find_if(kOperators.begin(), kOperators.end(), [&](const auto& o) { return o.name == name; });
  return found == kOperators.end() ? nullptr : &*found;
}

// What has a name so far: the graph's inputs, its tensors, the outputs of the operators before.
using Names = std::set<std::string_view>;

std::string_view name_of(Bytes message, std::uint32_t field) {
  std::string_view name;
  for (ProtobufReader in(message); in.next();)
    if (in.field() == field) name = in.text();
  return name;
}

// Bytes of one element of a TensorProto::DataType that networks here use; 0: not one of them.
std::uint64_t element_bytes(std::uint64_t type) {
  switch (type) {
    case 1:  // FLOAT
    case 6:  // INT32
      return 4;
    case 7:  // INT64
      return 8;
    case 10:  // FLOAT16
    case 16:  // BFLOAT16
      return 2;
    case 2:  // UINT8
    case 3:  // INT8
    case 9:  // BOOL
      return 1;
    default:
      return 0;
  }
}

// TensorProto: 1 dims, 2 data_type, 4 float_data, 5 int32_data, 7 int64_data, 9 raw_data, 13 external_data,
// 14 data_location
Problem check_tensor(Bytes bytes) {
  ProtobufReader in(bytes);
  std::uint64_t elements = 1, type = 0, raw = 0, typed = 0;
  int dimensions = 0;
  bool has_raw = false;
  while (in.next()) {
    const auto count = [&typed](std::uint64_t) { return ++typed, true; };
    switch (in.field()) {
      case 1: {
        const bool sane = each_number(in, [&](std::uint64_t dimension) {
          // The file limit is far below 2^40, so the product cannot overflow.
          if (dimension > (1ULL << 31) || ++dimensions > 8) return false;
          elements *= dimension;
          return elements < (1ULL << 32);
        });
        if (!sane) return "the dimensions of a tensor are not sane";
        break;
      }
      case 2:
        type = in.number();
        break;
      case 4:
        if (!in.is_bytes() && in.bytes().empty()) return "a tensor is malformed";
        typed += in.bytes().size() / 4;
        break;
      case 5:
      case 7:
        if (!each_number(in, count)) return "a tensor is malformed";
        break;
      case 9:
        raw = in.bytes().size();  // protobuf keeps the last one
        has_raw = true;
        break;
      case 13:
        return "it wants data from another file";
      case 14:
        if (in.number() != 0) return "it wants data from another file";
        break;
      case 6:   // string_data
      case 3:   // segment
      case 10:  // double_data
      case 11:  // uint64_data
        return "a tensor has a kind of data that image networks do not need";
      default:
        break;
    }
  }
  if (in.bad()) return "a tensor is malformed";
  if (element_bytes(type) == 0) return "a tensor has a type that image networks do not need";
  const bool complete = has_raw ? raw == elements * element_bytes(type) && typed == 0 : typed == elements;
  return complete ? "" : "a tensor is not as long as its dimensions say";
}

// AttributeProto: 1 name, 3 i, 5 t, 6 g, 8 ints, 9 strings, 10 tensors, 11 graphs, 22 and 23 sparse tensors
Problem check_attribute(Bytes bytes) {
  std::uint64_t least = 0, most = UINT64_MAX;
  ProtobufReader name(bytes);
  while (name.next())
    if (name.field() == 1) {
      const auto text = name.text();
      const bool window = text == "strides" || text == "dilations" || text == "kernel_shape";
      least = window || text == "group" ? 1 : 0;
      most = text == "group"                                        ? kMostGroups
             : window || text == "pads" || text == "output_padding" ? kMostWindow
                                                                    : UINT64_MAX;
    }
  ProtobufReader in(bytes);
  int tensors = 0;
  while (in.next()) {
    const std::uint32_t field = in.field();
    if (field == 6 || field == 11) return "it has graphs inside graphs";
    if (field == 10 || field == 22 || field == 23)
      return "it has a kind of attribute that image networks do not need";
    if (field == 5 && ++tensors > 1) return "an attribute is malformed";  // protobuf would merge the two
    if (field == 5)
      if (const auto problem = check_tensor(in.bytes()); !problem.empty()) return problem;
    if (field == 3 || field == 8) {
      int count = 0;
      const bool sane = each_number(
          in, [&](std::uint64_t value) { return ++count <= 64 && value >= least && value <= most; });
      if (!sane) return "a window, stride, border or group is not of sane size";
    }
  }
  return in.bad() || name.bad() ? "an attribute is malformed" : "";
}

// NodeProto: 1 input, 2 output, 4 op_type, 5 attribute, 7 domain
Problem check_node(Bytes bytes, Names& known) {
  ProtobufReader in(bytes);
  const Operator* what = find_operator(name_of(bytes, 4));
  if (!what)
    return "it uses an operator that image networks here do not need (" + plain_word(name_of(bytes, 4)) + ")";
  int inputs = 0, outputs = 0;
  while (in.next()) {
    const std::string_view text = in.text();
    if (in.field() == 1) {
      const bool left_out = text.empty() && inputs >= what->least_inputs;
      if (!left_out && !known.contains(text))
        return "an operator wants an input that nothing before it gives";
      if (++inputs > what->most_inputs) return "an operator has too many inputs";
    }
    if (in.field() == 2 && ++outputs > 1) return "an operator has too many outputs";
    if (in.field() == 7 && !text.empty() && text != "ai.onnx") return "it uses operators from elsewhere";
    if (in.field() == 5)
      if (const auto problem = check_attribute(in.bytes()); !problem.empty()) return problem;
  }
  if (in.bad()) return "an operator is malformed";
  if (inputs < what->least_inputs) return "an operator lacks an input";
  const std::string_view output = name_of(bytes, 2);
  if (output.empty() || !known.insert(output).second) return "an operator has no output of its own";
  return "";
}

// GraphProto: 1 node, 5 initializer (8 name), 11 input (1 name), 12 output (1 name), 15 sparse_initializer
Problem check_graph(Bytes bytes) {
  Names known;
  int tensors = 0;
  for (ProtobufReader in(bytes); in.next();) {
    if (in.field() == 15) return "it has sparse tensors";
    if (in.field() == 11) known.insert(name_of(in.bytes(), 1));
    if (in.field() != 5) continue;
    if (++tensors > kMostTensors) return "it has too many tensors";
    if (const auto problem = check_tensor(in.bytes()); !problem.empty()) return problem;
    if (!known.insert(name_of(in.bytes(), 8)).second) return "two of its tensors have the same name";
  }
  known.erase("");
  ProtobufReader in(bytes);
  int nodes = 0;
  while (in.next()) {
    if (in.field() != 1) continue;
    if (++nodes > kMostNodes) return "it has too many operators";
    if (const auto problem = check_node(in.bytes(), known); !problem.empty()) return problem;
  }
  if (in.bad()) return "its graph is malformed";
  for (ProtobufReader out(bytes); out.next();)
    if (out.field() == 12 && !known.contains(name_of(out.bytes(), 1)))
      return "nothing gives one of its outputs";
  return nodes == 0 ? "it has no operators" : "";
}

// ModelProto: 1 ir_version, 7 graph, 8 opset_import (1 domain, 2 version), 20 training_info, 25 functions
Problem check_model(Bytes bytes) {
  ProtobufReader in(bytes);
  int graphs = 0, opsets = 0;
  std::uint64_t ir_version = 0;
  while (in.next()) {
    if (in.field() == 1) ir_version = in.number();
    if (in.field() == 7) {
      if (++graphs > 1) return "it has more than one graph";
      if (const auto problem = check_graph(in.bytes()); !problem.empty()) return problem;
    }
    if (in.field() == 8) {
      ++opsets;
      ProtobufReader opset(in.bytes());
      while (opset.next()) {
        if (opset.field() == 1 && !opset.text().empty() && opset.text() != "ai.onnx")
          return "it uses operators from elsewhere";
        if (opset.field() == 2 && (opset.number() < kLeastOpset || opset.number() > kMostOpset))
          return "its operator set (" + std::to_string(opset.number()) + ") is not known; " +
                 std::to_string(kLeastOpset) + " to " + std::to_string(kMostOpset) + " are";
      }
      if (opset.bad()) return "its operator set is malformed";
    }
    if (in.field() == 20 || in.field() == 25) return "it holds functions or training steps";
  }
  if (in.bad() || graphs == 0) return "it is damaged, or not ONNX";
  if (ir_version < 3 || ir_version > 13 || opsets != 1) return "its version of ONNX is not known";
  return "";
}

}  // namespace

std::string plain_word(std::string_view name) {
  std::string word;
  for (const char c : name.substr(0, 60))
    word += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || c == '/' ? c : '?';
  return word.empty() ? "?" : word;
}

base::Result<void> check_onnx(std::span<const std::byte> onnx) {
  if (const auto problem = check_model(onnx); !problem.empty())
    return base::fail(base::ErrorCode::refused_model, "the network is not acceptable: " + problem);
  return {};
}

}  // namespace roentgen::model
