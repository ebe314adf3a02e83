#include "model/onnx_graph.h"

#include <algorithm>

#include "model/onnx_check.h"
#include "model/protobuf_reader.h"
#include "model/protobuf_writer.h"

namespace roentgen::model {
namespace {

using Bytes = std::span<const std::byte>;

base::Bytes copy(Bytes bytes) {
  return {bytes.begin(), bytes.end()};
}

// NodeProto: 1 input, 2 output, 4 op_type, 5 attribute
OnnxNode read_node(Bytes bytes) {
  OnnxNode node;
  for (ProtobufReader in(bytes); in.next();) {
    if (in.field() == 1) node.inputs.emplace_back(in.text());
    if (in.field() == 2) node.outputs.emplace_back(in.text());
    if (in.field() == 4) node.op = in.text();
    if (in.field() == 5) node.attributes.push_back(copy(in.bytes()));
  }
  return node;
}

// TensorProto: 1 dims, 2 data_type, 8 name
OnnxTensor read_tensor(Bytes bytes) {
  OnnxTensor tensor;
  tensor.proto = copy(bytes);
  for (ProtobufReader in(bytes); in.next();) {
    if (in.field() == 1)
      each_number(in, [&](std::uint64_t side) {
        tensor.dims.push_back(static_cast<std::int64_t>(side));
        return true;
      });
    if (in.field() == 2) tensor.type = static_cast<int>(in.number());
    if (in.field() == 8) tensor.name = in.text();
  }
  return tensor;
}

// TensorShapeProto: 1 dim (1 dim_value, 2 dim_param)
void read_shape(Bytes bytes, OnnxPort& port) {
  port.has_shape = true;
  for (ProtobufReader in(bytes); in.next();) {
    if (in.field() != 1) continue;
    std::int64_t side = -1;
    for (ProtobufReader dim(in.bytes()); dim.next();)
      if (dim.field() == 1 && dim.number() >= 1 && dim.number() < (1ULL << 31))
        side = static_cast<std::int64_t>(dim.number());
    port.dims.push_back(side);
  }
}

// ValueInfoProto: 1 name, 2 type; TypeProto: 1 tensor_type; its Tensor: 1 elem_type, 2 shape
OnnxPort read_port(Bytes bytes) {
  OnnxPort port;
  port.type = 0;
  for (ProtobufReader in(bytes); in.next();) {
    if (in.field() == 1) port.name = in.text();
    if (in.field() != 2) continue;
    for (ProtobufReader type(in.bytes()); type.next();) {
      if (type.field() != 1) continue;
      for (ProtobufReader tensor(type.bytes()); tensor.next();) {
        if (tensor.field() == 1) port.type = static_cast<int>(tensor.number());
        if (tensor.field() == 2) read_shape(tensor.bytes(), port);
      }
    }
  }
  return port;
}

// GraphProto: 1 node, 5 initializer, 11 input, 12 output
void read_graph(Bytes bytes, OnnxGraph& graph) {
  for (ProtobufReader in(bytes); in.next();) {
    if (in.field() == 1) graph.nodes.push_back(read_node(in.bytes()));
    if (in.field() == 5) graph.tensors.push_back(read_tensor(in.bytes()));
    if (in.field() == 11) graph.inputs.push_back(read_port(in.bytes()));
    if (in.field() == 12) graph.outputs.push_back(read_port(in.bytes()));
  }
  std::erase_if(graph.inputs, [&](const OnnxPort& port) { return find_tensor(graph, port.name) != nullptr; });
}

ProtobufWriter written(const OnnxPort& port) {
  ProtobufWriter tensor;
  tensor.number(1, static_cast<std::uint64_t>(port.type));
  if (port.has_shape) {
    ProtobufWriter shape;
    for (const std::int64_t side : port.dims) {
      ProtobufWriter dim;
      if (side >= 0) dim.number(1, static_cast<std::uint64_t>(side));
      shape.message(1, dim);
    }
    tensor.message(2, shape);
  }
  ProtobufWriter type, port_info;
  type.message(1, tensor);
  port_info.text(1, port.name);
  port_info.message(2, type);
  return port_info;
}

ProtobufWriter written(const OnnxNode& node) {
  ProtobufWriter out;
  for (const std::string& input : node.inputs) out.text(1, input);
  for (const std::string& output : node.outputs) out.text(2, output);
  if (!node.outputs.empty()) out.text(3, node.outputs.front());
  out.text(4, node.op);
  for (const base::Bytes& one : node.attributes) out.bytes(5, one);
  return out;
}

// The attribute of this name: a reader that stands before its first field.
std::optional<Bytes> find_attribute(const OnnxNode& node, const std::string& name) {
  for (const base::Bytes& one : node.attributes)
    for (ProtobufReader in(one); in.next();)
      if (in.field() == 1 && in.text() == name) return Bytes(one);
  return std::nullopt;
}

OnnxTensor made(const std::string& name, int type, const std::vector<std::int64_t>& dims, Bytes raw) {
  ProtobufWriter out;
  for (const std::int64_t side : dims) out.number(1, static_cast<std::uint64_t>(side));
  out.number(2, static_cast<std::uint64_t>(type));
  out.text(8, name);
  out.bytes(9, raw);
  return {name, dims, type, out.result()};
}

}  // namespace

base::Result<OnnxGraph> read_onnx(Bytes onnx) {
  if (const auto checked = check_onnx(onnx); !checked) return std::unexpected(checked.error());
  OnnxGraph graph;
  std::string name, version;
  for (ProtobufReader in(onnx); in.next();) {
    if (in.field() == 1) graph.ir_version = in.number();
    if (in.field() == 2) name = in.text();
    if (in.field() == 3) version = in.text();
    if (in.field() == 7) read_graph(in.bytes(), graph);
    if (in.field() == 8)
      for (ProtobufReader opset(in.bytes()); opset.next();)
        if (opset.field() == 2) graph.opset = opset.number();
  }
  graph.producer = name + (name.empty() || version.empty() ? "" : " ") + version;
  return graph;
}

base::Bytes write_onnx(const OnnxGraph& graph) {
  ProtobufWriter out, body, opset;
  for (const OnnxNode& node : graph.nodes) body.message(1, written(node));
  body.text(2, "network");
  for (const OnnxTensor& tensor : graph.tensors) body.bytes(5, tensor.proto);
  for (const OnnxPort& port : graph.inputs) body.message(11, written(port));
  for (const OnnxPort& port : graph.outputs) body.message(12, written(port));
  out.number(1, graph.ir_version);
  out.text(2, "roentgen");
  out.text(3, ROENTGEN_VERSION);
  out.message(7, body);
  opset.text(1, "");
  opset.number(2, graph.opset);
  out.message(8, opset);
  return out.result();
}

// TensorProto: 4 float_data, 7 int64_data, 9 raw_data
std::vector<float> floats_of(const OnnxTensor& tensor) {
  std::vector<float> values;
  if (tensor.type != kOnnxFloat) return values;
  for (ProtobufReader in(tensor.proto); in.next();)
    if (in.field() == 4 || in.field() == 9) {
      const std::size_t before = values.size();
      values.resize(before + in.bytes().size() / 4);
      std::memcpy(values.data() + before, in.bytes().data(), in.bytes().size() / 4 * 4);
    }
  return values;
}

std::vector<std::int64_t> integers_of(const OnnxTensor& tensor) {
  std::vector<std::int64_t> values;
  if (tensor.type != kOnnxInt64) return values;
  for (ProtobufReader in(tensor.proto); in.next();) {
    if (in.field() == 9) {
      values.resize(in.bytes().size() / 8);
      std::memcpy(values.data(), in.bytes().data(), values.size() * 8);
    }
    if (in.field() == 7)
      each_number(in, [&](std::uint64_t value) {
        values.push_back(static_cast<std::int64_t>(value));
        return true;
      });
  }
  return values;
}

OnnxTensor float_tensor(const std::string& name, const std::vector<std::int64_t>& dims,
                        std::span<const float> values) {
  return made(name, kOnnxFloat, dims, std::as_bytes(values));
}

OnnxTensor integer_tensor(const std::string& name, std::span<const std::int64_t> values) {
  return made(name, kOnnxInt64, {static_cast<std::int64_t>(values.size())}, std::as_bytes(values));
}

OnnxTensor raw_tensor(const std::string& name, int type, const std::vector<std::int64_t>& dims, Bytes bytes) {
  return made(name, type, dims, bytes);
}

// AttributeProto: 1 name, 2 f, 3 i, 8 ints, 20 type (1 FLOAT, 2 INT, 7 INTS)
base::Bytes attribute(const std::string& name, std::int64_t value) {
  ProtobufWriter out;
  out.text(1, name);
  out.number(3, static_cast<std::uint64_t>(value));
  out.number(20, 2);
  return out.result();
}

base::Bytes attribute(const std::string& name, const std::vector<std::int64_t>& values) {
  ProtobufWriter out;
  out.text(1, name);
  for (const std::int64_t value : values) out.number(8, static_cast<std::uint64_t>(value));
  out.number(20, 7);
  return out.result();
}

std::optional<std::int64_t> integer_attribute(const OnnxNode& node, const std::string& name) {
  const auto found = find_attribute(node, name);
  if (!found) return std::nullopt;
  for (ProtobufReader in(*found); in.next();)
    if (in.field() == 3) return static_cast<std::int64_t>(in.number());
  return std::nullopt;
}

std::optional<std::vector<std::int64_t>> integers_attribute(const OnnxNode& node, const std::string& name) {
  const auto found = find_attribute(node, name);
  if (!found) return std::nullopt;
  std::vector<std::int64_t> values;
  for (ProtobufReader in(*found); in.next();)
    if (in.field() == 8)
      each_number(in, [&](std::uint64_t value) {
        values.push_back(static_cast<std::int64_t>(value));
        return true;
      });
  return values;
}

std::optional<float> real_attribute(const OnnxNode& node, const std::string& name) {
  const auto found = find_attribute(node, name);
  if (!found) return std::nullopt;
  for (ProtobufReader in(*found); in.next();)
    if (in.field() == 2 && in.bytes().size() == 4) {
      float value = 0;
      std::memcpy(&value, in.bytes().data(), 4);
      return value;
    }
  return std::nullopt;
}

const OnnxTensor* find_tensor(const OnnxGraph& graph, const std::string& name) {
  const auto found = std::ranges::find(graph.tensors, name, &OnnxTensor::name);
  return found == graph.tensors.end() ? nullptr : &*found;
}

const OnnxNode* maker_of(const OnnxGraph& graph, const std::string& value) {
  const auto found = std::ranges::find_if(graph.nodes, [&](const OnnxNode& node) {
    return std::ranges::find(node.outputs, value) != node.outputs.end();
  });
  return found == graph.nodes.end() ? nullptr : &*found;
}

std::set<std::string> names_in(const OnnxGraph& graph) {
  std::set<std::string> names;
  for (const OnnxNode& node : graph.nodes) {
    names.insert(node.inputs.begin(), node.inputs.end());
    names.insert(node.outputs.begin(), node.outputs.end());
  }
  for (const OnnxTensor& tensor : graph.tensors) names.insert(tensor.name);
  for (const OnnxPort& port : graph.inputs) names.insert(port.name);
  for (const OnnxPort& port : graph.outputs) names.insert(port.name);
  return names;
}

std::string free_name(const std::set<std::string>& taken, const std::string& wish) {
  std::string name = wish;
  for (int number = 1; taken.contains(name); ++number) name = wish + "." + std::to_string(number);
  return name;
}

// The last of two names counts (protobuf's rule for a field that is not repeated).
OnnxTensor renamed_tensor(const OnnxTensor& tensor, const std::string& name) {
  OnnxTensor other = tensor;
  ProtobufWriter more;
  more.text(8, name);
  other.name = name;
  other.proto.insert(other.proto.end(), more.result().begin(), more.result().end());
  return other;
}

void drop_unused(OnnxGraph& graph) {
  std::set<std::string> needed;
  for (const OnnxPort& port : graph.outputs) needed.insert(port.name);
  std::vector<OnnxNode> kept;
  for (auto node = graph.nodes.rbegin(); node != graph.nodes.rend(); ++node) {
    const auto wanted = [&](const std::string& name) { return needed.contains(name); };
    if (std::ranges::none_of(node->outputs, wanted)) continue;
    needed.insert(node->inputs.begin(), node->inputs.end());
    kept.push_back(std::move(*node));
  }
  std::ranges::reverse(kept);
  graph.nodes = std::move(kept);
  std::erase_if(graph.tensors, [&](const OnnxTensor& tensor) { return !needed.contains(tensor.name); });
}

}  // namespace roentgen::model
