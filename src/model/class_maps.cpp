#include "model/class_maps.h"

#include <algorithm>

namespace roentgen::model {
namespace {

using Axes = std::vector<std::int64_t>;

// Past what changes no value (in a network that is not being trained).
const OnnxNode* maker_before(const OnnxGraph& graph, const std::string& value) {
  const OnnxNode* node = maker_of(graph, value);
  while (node && (node->op == "Identity" || node->op == "Dropout" || node->op == "Flatten" ||
                  node->op == "Reshape" || node->op == "Squeeze"))
    node = maker_of(graph, node->inputs.front());
  return node;
}

bool is_spatial_mean(const OnnxGraph& graph, const OnnxNode& node) {
  if (node.op == "GlobalAveragePool") return true;
  if (node.op != "ReduceMean") return false;
  Axes axes = integers_attribute(node, "axes").value_or(Axes{});
  if (node.inputs.size() > 1)
    if (const OnnxTensor* tensor = find_tensor(graph, node.inputs[1])) axes = integers_of(*tensor);
  for (std::int64_t& axis : axes) axis = axis < 0 ? axis + 4 : axis;
  std::ranges::sort(axes);
  return axes == Axes{2, 3};
}

struct Linear {
  std::string input;
  std::string weight;
  bool turned = false;  // [outputs, inputs] as it stands
};

std::optional<Linear> find_linear(const OnnxGraph& graph, const std::string& scores) {
  const OnnxNode* node = maker_of(graph, scores);
  while (node && (node->op == "Identity" || node->op == "Dropout"))
    node = maker_of(graph, node->inputs.front());
  if (node && node->op == "Add")  // a bias
    for (std::size_t i = 0; i < 2; ++i)
      if (find_tensor(graph, node->inputs[1 - i])) {
        node = maker_of(graph, node->inputs[i]);
        break;
      }
  if (!node) return std::nullopt;
  if (node->op == "MatMul") return Linear{node->inputs[0], node->inputs[1], false};
  const bool plain = node->op == "Gemm" && real_attribute(*node, "alpha").value_or(1) == 1 &&
                     integer_attribute(*node, "transA").value_or(0) == 0;
  if (!plain) return std::nullopt;
  return Linear{node->inputs[0], node->inputs[1], integer_attribute(*node, "transB").value_or(0) != 0};
}

}  // namespace

std::optional<Pooled> find_pooled(const OnnxGraph& graph, const std::string& scores) {
  const auto linear = find_linear(graph, scores);
  if (!linear) return std::nullopt;
  const OnnxTensor* weight = find_tensor(graph, linear->weight);
  const OnnxNode* mean = maker_before(graph, linear->input);
  if (!weight || weight->dims.size() != 2 || !mean || !is_spatial_mean(graph, *mean)) return std::nullopt;
  const auto rows = static_cast<std::size_t>(weight->dims[0]);
  const auto columns = static_cast<std::size_t>(weight->dims[1]);
  const std::vector<float> values = floats_of(*weight);
  if (values.size() != rows * columns || values.empty()) return std::nullopt;
  Pooled pooled{mean->inputs.front(),
                mean->outputs.front(),
                static_cast<std::int64_t>(linear->turned ? columns : rows),
                {}};
  if (linear->turned) {
    pooled.weight = values;
    return pooled;
  }
  for (std::size_t column = 0; column < columns; ++column)
    for (std::size_t row = 0; row < rows; ++row) pooled.weight.push_back(values[row * columns + column]);
  return pooled;
}

std::vector<float> class_weights(const Pooled& pooled, const std::vector<float>& mix, std::size_t labels) {
  const auto features = static_cast<std::size_t>(pooled.features);
  const std::size_t outputs = mix.size() / labels;
  std::vector<float> weights(labels * features, 0);
  for (std::size_t label = 0; label < labels; ++label)
    for (std::size_t output = 0; output < outputs; ++output)
      for (std::size_t f = 0; f < features; ++f)
        weights[label * features + f] += mix[output * labels + label] * pooled.weight[output * features + f];
  return weights;
}

}  // namespace roentgen::model
