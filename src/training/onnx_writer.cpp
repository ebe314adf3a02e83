#include "training/onnx_writer.h"

// Debian builds its libonnx_proto with these two.
#define ONNX_NAMESPACE onnx
#define ONNX_ML 1
#include <onnx/onnx_pb.h>

#include <bit>

namespace roentgen::training {

// An IR of 2020 and its operator set: every runtime of today reads them, and nothing here needs a newer one.
constexpr int kIrVersion = 7;
constexpr int kOperatorSet = 13;

struct OnnxWriter::Model {
  onnx::ModelProto proto;
  onnx::GraphProto& graph() { return *proto.mutable_graph(); }
};

namespace {

void describe(onnx::ValueInfoProto& info, const std::string& name, const std::vector<std::int64_t>& shape) {
  info.set_name(name);
  auto& type = *info.mutable_type()->mutable_tensor_type();
  type.set_elem_type(onnx::TensorProto::FLOAT);
  for (const std::int64_t side : shape) type.mutable_shape()->add_dim()->set_dim_value(side);
}

void fill(onnx::AttributeProto& to, const OnnxAttribute& from) {
  to.set_name(from.name);
  if (const auto* number = std::get_if<std::int64_t>(&from.value)) {
    to.set_type(onnx::AttributeProto::INT);
    to.set_i(*number);
  } else if (const auto* text = std::get_if<std::string>(&from.value)) {
    to.set_type(onnx::AttributeProto::STRING);
    to.set_s(*text);
  } else {
    to.set_type(onnx::AttributeProto::INTS);
    for (const std::int64_t value : std::get<std::vector<std::int64_t>>(from.value)) to.add_ints(value);
  }
}

}  // namespace

OnnxWriter::OnnxWriter(const std::string& graph_name) : model_(std::make_unique<Model>()) {
  auto& proto = model_->proto;
  proto.set_ir_version(kIrVersion);
  proto.set_producer_name("roentgen");
  proto.set_producer_version(ROENTGEN_VERSION);
  auto* operators = proto.add_opset_import();
  operators->set_domain("");
  operators->set_version(kOperatorSet);
  model_->graph().set_name(graph_name);
}
OnnxWriter::~OnnxWriter() = default;
OnnxWriter::OnnxWriter(OnnxWriter&&) noexcept = default;
OnnxWriter& OnnxWriter::operator=(OnnxWriter&&) noexcept = default;

void OnnxWriter::input(const std::string& name, const std::vector<std::int64_t>& shape) {
  describe(*model_->graph().add_input(), name, shape);
}

void OnnxWriter::output(const std::string& name, const std::vector<std::int64_t>& shape) {
  describe(*model_->graph().add_output(), name, shape);
}

std::string OnnxWriter::constant(const std::string& name, const std::vector<std::int64_t>& shape,
                                 std::span<const float> values) {
  auto& tensor = *model_->graph().add_initializer();
  tensor.set_name(name);
  tensor.set_data_type(onnx::TensorProto::FLOAT);
  for (const std::int64_t side : shape) tensor.add_dims(side);
  static_assert(std::endian::native == std::endian::little, "raw_data is little-endian");
  tensor.set_raw_data(values.data(), values.size_bytes());
  return name;
}

std::string OnnxWriter::node(const std::string& op, const std::string& name,
                             const std::vector<std::string>& inputs,
                             const std::vector<OnnxAttribute>& attributes) {
  auto& made = *model_->graph().add_node();
  made.set_op_type(op);
  made.set_name(name);
  for (const std::string& in : inputs) made.add_input(in);
  made.add_output(name);
  for (const OnnxAttribute& attribute : attributes) fill(*made.add_attribute(), attribute);
  return name;
}

base::Result<base::Bytes> OnnxWriter::finish() const {
  base::Bytes bytes(model_->proto.ByteSizeLong());
  if (!model_->proto.SerializeToArray(bytes.data(), static_cast<int>(bytes.size())))
    return base::fail(base::ErrorCode::internal, "the ONNX model could not be written.",
                      model_->proto.graph().name());
  return bytes;
}

}  // namespace roentgen::training
