#include "model/add_label.h"

#include <algorithm>

#include "model/adapt_parts.h"

namespace roentgen::model {
namespace {

const OnnxPort* output_of(const OnnxGraph& graph, const std::string& name) {
  const auto found = std::ranges::find(graph.outputs, name, &OnnxPort::name);
  return found == graph.outputs.end() ? nullptr : &*found;
}

// What the features are the mean of; empty if they are made in another way. Knows what our exporter and
// `roentgen models import` write.
std::string grid_of_features(const OnnxGraph& graph) {
  const OnnxNode* node = maker_of(graph, "features");
  while (node &&
         (node->op == "Identity" || node->op == "Flatten" || node->op == "Reshape" || node->op == "Squeeze"))
    node = maker_of(graph, node->inputs.front());
  const bool mean = node && (node->op == "ReduceMean" || node->op == "GlobalAveragePool");
  return mean ? node->inputs.front() : "";
}

// The output of this name becomes itself and `more` behind it, along the second axis.
void lengthen(Workbench& bench, const std::string& name, const std::string& more) {
  const std::string before = bench.fresh(name + ".before");
  for (OnnxNode& node : bench.graph.nodes) {
    for (std::string& one : node.outputs)
      if (one == name) one = before;
    for (std::string& one : node.inputs)
      if (one == name) one = before;
  }
  bench.named("Concat", name, {before, more}, {attribute("axis", std::int64_t{1})});
  const auto port = std::ranges::find(bench.graph.outputs, name, &OnnxPort::name);
  if (port->dims.size() > 1 && port->dims[1] > 0) ++port->dims[1];
}

}  // namespace

base::Result<base::Bytes> add_label(const base::Bytes& onnx, const LinearLabel& label) {
  auto graph = read_onnx(onnx);
  if (!graph) return std::unexpected(graph.error());
  const OnnxPort* features = output_of(*graph, "features");
  if (features == nullptr || output_of(*graph, "logits") == nullptr)
    return base::fail(base::ErrorCode::usage, "this network gives no features that a label could be made of");
  const auto count = static_cast<std::int64_t>(label.weight.size());
  if (features->dims.size() != 2 || (features->dims[1] > 0 && features->dims[1] != count))
    return base::fail(base::ErrorCode::usage,
                      "the new label's weights are not as many as the network's features");
  const bool maps = output_of(*graph, "maps") != nullptr;
  const std::string grid = grid_of_features(*graph);
  if (maps && grid.empty())
    return base::fail(base::ErrorCode::usage,
                      "this network's features are no mean of a grid, so the new label can have no map");

  Workbench bench(std::move(*graph));
  std::vector<float> weight;
  for (const double w : label.weight) weight.push_back(static_cast<float>(w));
  const std::string bias = bench.tensor("added.bias", {1, 1}, {static_cast<float>(label.bias)});
  const std::string column = bench.tensor("added.weight", {count, 1}, weight);
  const std::string product = bench.node("MatMul", "added.product", {"features", column});
  lengthen(bench, "logits", bench.node("Add", "added.logit", {product, bias}));
  if (maps) {
    const std::string kernel = bench.tensor("added.kernel", {1, count, 1, 1}, weight);
    lengthen(bench, "maps", bench.node("Conv", "added.map", {grid, kernel}));
  }
  return write_onnx(bench.graph);
}

}  // namespace roentgen::model
