// A graph on the workbench: adding to it and renaming in it. Inside the room only.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/onnx_graph.h"

namespace roentgen::model {

struct Workbench {
  OnnxGraph graph;
  std::set<std::string> taken;

  explicit Workbench(OnnxGraph g) : graph(std::move(g)), taken(names_in(graph)) {}

  std::string fresh(const std::string& wish) {
    const std::string name = free_name(taken, wish);
    taken.insert(name);
    return name;
  }

  // Everywhere in the graph.
  void rename_value(const std::string& from, const std::string& to) {
    const auto change = [&](std::string& name) {
      if (name == from) name = to;
    };
    for (OnnxNode& node : graph.nodes) {
      for (std::string& name : node.inputs) change(name);
      for (std::string& name : node.outputs) change(name);
    }
    for (OnnxPort& port : graph.inputs) change(port.name);
    for (OnnxPort& port : graph.outputs) change(port.name);
    for (OnnxTensor& tensor : graph.tensors)
      if (tensor.name == from) tensor = renamed_tensor(tensor, to);
  }

  std::string tensor(const std::string& wish, const std::vector<std::int64_t>& dims,
                     const std::vector<float>& values) {
    graph.tensors.push_back(float_tensor(fresh(wish), dims, values));
    return graph.tensors.back().name;
  }
  std::string integers(const std::string& wish, const std::vector<std::int64_t>& values) {
    graph.tensors.push_back(integer_tensor(fresh(wish), values));
    return graph.tensors.back().name;
  }
  std::string node(const std::string& op, const std::string& wish, const std::vector<std::string>& inputs,
                   std::vector<base::Bytes> attributes = {}) {
    const std::string name = fresh(wish);
    graph.nodes.push_back({op, inputs, {name}, std::move(attributes)});
    return name;
  }
  // The value must have this very name.
  void named(const std::string& op, const std::string& name, const std::vector<std::string>& inputs,
             std::vector<base::Bytes> attributes = {}) {
    graph.nodes.push_back({op, inputs, {name}, std::move(attributes)});
  }
};

}  // namespace roentgen::model
